package dev.stampede.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WebhookSecretTest {
    @Test
    void it_signs_as_the_example_of_standard_webhooks_does() {
        WebhookSecret secret = new WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        assertThat(WebhookSecret.sign(
                        List.of(secret),
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1_614_265_330,
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void two_live_secrets_make_two_signatures() {
        WebhookSecret first = WebhookSecret.make(new Random(1));
        WebhookSecret second = WebhookSecret.make(new Random(2));

        assertThat(first.text()).matches("whsec_[A-Za-z0-9+/]{43}=").isNotEqualTo(second.text());
        assertThat(WebhookSecret.sign(List.of(first, second), "id", 1, new byte[0]))
                .isEqualTo(WebhookSecret.sign(List.of(first), "id", 1, new byte[0]) + " "
                        + WebhookSecret.sign(List.of(second), "id", 1, new byte[0]));
        assertThat(first).hasToString("whsec_***");
    }

    @Test
    void pauses_grow_to_the_last_step_and_differ_by_a_fifth_at_most() {
        WebhookLadder ladder =
                new WebhookLadder(List.of(Duration.ofSeconds(1), Duration.ofSeconds(10)), Duration.ofDays(1));
        Random random = new Random(7);

        for (int i = 0; i < 1_000; i++) {
            assertThat(ladder.pause(1, random)).isBetween(Duration.ofMillis(800), Duration.ofMillis(1_200));
            assertThat(ladder.pause(99, random)).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12));
        }
    }
}
