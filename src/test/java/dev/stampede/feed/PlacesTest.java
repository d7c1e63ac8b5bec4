package dev.stampede.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.http.TrustedProxies;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {
    private final Places places = new Places();

    @Test
    void an_address_has_64_places_and_gets_them_back() {
        assertThat(taken("192.0.2.1", 65)).isEqualTo(64);
        assertThat(places.enter("192.0.2.2")).isTrue();
        places.leave("192.0.2.1");
        assertThat(taken("192.0.2.1", 2)).isEqualTo(1);
        assertThat(places.sockets()).isEqualTo(65);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "0:0:0:0:0:0:0:1"})
    void loopback_is_counted_for_the_node_only(String address) {
        assertThat(taken(address, 20_001)).isEqualTo(20_000);
        assertThat(places.enter("192.0.2.1")).isFalse();
        places.leave(address);
        assertThat(places.enter("192.0.2.1")).isTrue();
    }

    @Test
    void the_address_that_a_trusted_proxy_names_counts() {
        Places behind = new Places(new TrustedProxies(List.of("10.0.0.1")));
        assertThat(behind.address("10.0.0.1", "192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(behind.address("10.0.0.2", "192.0.2.1")).isEqualTo("10.0.0.2");
        assertThat(places.address("10.0.0.1", "192.0.2.1")).isEqualTo("10.0.0.1");
    }

    @Test
    void a_shopper_has_five() {
        for (int i = 0; i < 5; i++) {
            assertThat(places.enterAs("ann")).isTrue();
        }
        assertThat(places.enterAs("ann")).isFalse();
        assertThat(places.enterAs("bob")).isTrue();
        for (int i = 0; i < 5; i++) {
            places.leaveAs("ann");
        }
        assertThat(places.shoppers()).containsExactly("bob");
    }

    @Test
    void a_mailbox_keeps_messages_in_order_and_of_ticks_the_newest() {
        Mailbox mailbox = new Mailbox();
        Topic topic = Topic.campaign("0000000000000");
        byte[] newest = {2};
        assertThat(mailbox.replace(topic, new byte[] {1})).isFalse();
        assertThat(mailbox.replace(topic, newest)).isTrue();
        byte[][] messages = new byte[64][];
        for (int i = 0; i < 64; i++) {
            messages[i] = new byte[] {(byte) i};
            assertThat(mailbox.keep(messages[i])).isTrue();
        }
        assertThat(mailbox.keep(new byte[0])).isFalse();
        for (byte[] message : messages) {
            assertThat(mailbox.next()).contains(message);
        }
        assertThat(mailbox.next()).contains(newest);
        assertThat(mailbox.next()).isEqualTo(Optional.empty());
        assertThat(mailbox.isEmpty()).isTrue();
    }

    @Test
    void a_budget_comes_back_with_time() {
        Budget budget = new Budget(0);
        assertThat(budget.spend(256, 0)).isTrue();
        assertThat(budget.spend(1, 0)).isFalse();
        assertThat(budget.spend(16, 1_000)).isTrue();
        assertThat(budget.spend(1, 1_000)).isFalse();
        assertThat(budget.spend(256, 100_000)).isTrue();
    }

    private int taken(String address, int asked) {
        int taken = 0;
        for (int i = 0; i < asked; i++) {
            taken += places.enter(address) ? 1 : 0;
        }
        return taken;
    }
}
