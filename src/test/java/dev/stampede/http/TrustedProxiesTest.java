package dev.stampede.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    private final TrustedProxies proxies = new TrustedProxies(List.of("10.1.0.0/16", "127.0.0.1", "fd00::/8"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.1.2.3  | 203.0.113.9            | 203.0.113.9",
                "10.1.2.3  | 6.6.6.6, 203.0.113.9   | 203.0.113.9",
                "10.1.2.3  | 203.0.113.9, 127.0.0.1 | 203.0.113.9",
                "fd00::7   | 2001:db8::1            | 2001:db8::1",
                "10.1.2.3  | 10.1.0.4, 10.1.0.5     | 10.1.0.4",
                "10.1.2.3  |                        | 10.1.2.3",
                "10.2.2.3  | 203.0.113.9            | 10.2.2.3",
                "6.6.6.6   | 203.0.113.9            | 6.6.6.6",
            })
    void the_last_address_that_is_no_proxy_of_ours_is_the_client(String remote, String header, String client) {
        assertThat(proxies.client(remote, header)).isEqualTo(client);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "dead.beef", "localhost", "10.1.2.3:80", "1.2.3", "0/0"})
    void a_word_that_is_no_address_is_not_believed(String word) {
        assertThat(proxies.client("10.1.2.3", word)).isEqualTo("10.1.2.3");
    }

    @Test
    void without_proxies_nobody_is_believed() {
        assertThat(new TrustedProxies(List.of()).client("127.0.0.1", "203.0.113.9"))
                .isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "fd00::/129", "10.0.0.0/", "10.0.0.0/-1", "host/8", "*"})
    void these_are_no_networks(String text) {
        assertThat(TrustedProxies.isNetwork(text)).isFalse();
    }
}
