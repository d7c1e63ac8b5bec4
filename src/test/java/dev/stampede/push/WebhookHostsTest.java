package dev.stampede.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookHostsTest {
    private final WebhookHosts hosts =
            new WebhookHosts(List.of("push.example.com", "pusher", "localhost", "127.0.0.1", "::1"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://push.example.com/hooks",
                "HTTPS://PUSH.example.com",
                "http://pusher:8080/a?b=c",
                "http://127.0.0.1:9000/",
                "http://[::1]:9000/"
            })
    void a_listed_host_may_be_told(String url) {
        assertThat(hosts.complaint(url)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://other.example.com/",
                "https://push.example.com.evil.test/",
                "https://evil.test/push.example.com",
                "https://push.example.com@evil.test/",
                "https://user:secret@push.example.com/",
                "https://push.example.com./",
                "https://push.example.com/#x",
                "https://push.example.com:0/",
                "https://push.example.com:65536/",
                "https://push.example.com\\@evil.test/",
                "https://push.example.com/ x",
                "https://push.example.com/\r\nHost: evil.test",
                "ftp://push.example.com/",
                "file:///etc/passwd",
                "//push.example.com/",
                "push.example.com",
                "http://127.1/",
                "http://2130706433/",
                "http://0x7f.0.0.1/",
                "http://0177.0.0.1/",
                "http://[::ffff:127.0.0.1]/",
                "http://169.254.169.254/latest/meta-data",
                "http://[",
                ""
            })
    void everything_else_is_refused(String url) {
        assertThat(hosts.complaint(url)).isNotNull();
    }

    @Test
    void an_empty_list_forbids_every_webhook() {
        assertThat(new WebhookHosts(List.of()).complaint("https://push.example.com/"))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "push.example.com, 203.0.113.7, true",
        "pusher, 172.18.0.5, true",
        "localhost, 127.0.0.1, true",
        "localhost, ::1, true",
        "127.0.0.1, 127.0.0.1, true",
        "push.example.com, 127.0.0.1, false",
        "push.example.com, ::1, false",
        "push.example.com, ::ffff:127.0.0.1, false",
        "pusher, 127.0.0.53, false",
        "push.example.com, 169.254.169.254, false",
        "push.example.com, fe80::1, false",
        "push.example.com, 0.0.0.0, false",
        "push.example.com, 224.0.0.1, false"
    })
    void a_name_that_comes_to_mean_the_machine_itself_is_not_followed(String host, String address, boolean allowed)
            throws UnknownHostException {
        assertThat(hosts.mayMean(host, InetAddress.getByName(address))).isEqualTo(allowed);
    }
}
