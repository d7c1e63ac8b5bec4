package dev.stampede.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.demo.Findings.Violations;
import dev.stampede.demo.Seen.Stay;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BooksTest {
    private static final Violations NONE = new Violations(0, 0, 0, 0, 0);
    private static final Instant OPENS = Instant.parse("2026-11-21T12:00:00Z");

    private final Books books = new Books(2, 2);

    @Test
    void an_honest_sale_leaves_nothing_to_complain_about() {
        sell("ann", "a", 0);
        sell("bob", "b", 0);
        books.clickedTwice("ann", true);
        Findings findings = books.findings();
        assertThat(findings.violations()).isEqualTo(NONE);
        assertThat(findings.complaints()).isEmpty();
        assertThat(findings.units()).isEqualTo(new Findings.Units(2, 0, 2));
        assertThat(findings.buyers()).isEqualTo(2);
        assertThat(findings.orders()).isEqualTo(2);
        assertThat(findings.alike()).isEqualTo(1);
    }

    @Test
    void the_same_answer_twice_is_one_order() {
        assertThat(books.ordered(receipt("ann", "key", "a"))).isTrue();
        assertThat(books.ordered(receipt("ann", "key", "a"))).isFalse();
        books.found(seen("a", "held", 0, null));
        assertThat(books.findings().violations()).isEqualTo(NONE);
        assertThat(books.findings().accepted()).isEqualTo(2);
        assertThat(books.findings().orders()).isEqualTo(1);
    }

    @Test
    void more_units_out_than_there_are_is_an_oversell() {
        sell("ann", "a", 0);
        sell("bob", "b", 1);
        sell("cem", "c", 2);
        assertThat(books.findings().violations()).isEqualTo(new Violations(1, 0, 0, 0, 0));
    }

    @Test
    void an_oversell_counts_even_when_the_unit_came_back_later() {
        sell("ann", "a", 0);
        sell("bob", "b", 1);
        books.ordered(receipt("cem", "key", "c"));
        books.found(seen("c", "expired", 2, OPENS.plusSeconds(9)));
        assertThat(books.findings().violations()).isEqualTo(new Violations(1, 0, 0, 0, 0));
    }

    @Test
    void a_unit_that_came_back_may_be_sold_again() {
        sell("ann", "a", 0);
        books.ordered(receipt("bob", "key", "b"));
        books.found(seen("b", "expired", 0, OPENS.plusSeconds(4)));
        sell("cem", "c", 4);
        Findings findings = books.findings();
        assertThat(findings.violations()).isEqualTo(NONE);
        assertThat(findings.units()).isEqualTo(new Findings.Units(2, 0, 2));
        assertThat(findings.expired()).isEqualTo(1);
    }

    @Test
    void a_promised_order_that_nobody_finds_is_lost() {
        sell("ann", "a", 0);
        books.ordered(receipt("bob", "key", "b"));
        Findings findings = books.findings();
        assertThat(findings.violations()).isEqualTo(new Violations(0, 1, 0, 0, 0));
        assertThat(findings.complaints()).containsExactly("order b of bob can't be found");
    }

    @Test
    void an_order_that_is_not_what_was_promised_is_lost_too() {
        books.ordered(receipt("ann", "key", "a"));
        books.found(new Seen("a", "sale", 2, 990, "held", List.of(new Stay(OPENS, null))));
        books.ordered(new Receipt("bob", "key", 2, "b", "sale", 1, 990, OPENS.plusSeconds(3)));
        books.found(seen("b", "held", 0, null));
        assertThat(books.findings().violations()).isEqualTo(new Violations(0, 2, 0, 0, 0));
    }

    @Test
    void two_orders_for_one_key_and_one_order_for_two_keys_are_seen() {
        sell("ann", "a", 0);
        sell("ann", "b", 0);
        books.ordered(receipt("bob", "key", "a"));
        assertThat(books.findings().violations()).isEqualTo(new Violations(0, 0, 0, 2, 0));
    }

    @Test
    void a_key_that_is_refused_after_it_got_an_order_is_seen() {
        sell("ann", "a", 0);
        books.refusedAgain(receipt("ann", "key", "a"), "409 SOLD_OUT");
        assertThat(books.findings().violations()).isEqualTo(new Violations(0, 0, 0, 1, 0));
    }

    @Test
    void a_shopper_with_more_than_the_limit_is_seen() {
        Books roomy = new Books(100, 2);
        for (String id : new String[] {"a", "b", "c"}) {
            roomy.ordered(receipt("ann", "key-" + id, id));
            roomy.found(seen(id, "held", 0, null));
        }
        assertThat(roomy.findings().violations()).isEqualTo(new Violations(0, 0, 1, 0, 0));
    }

    @Test
    void what_was_paid_in_time_must_be_sold() {
        books.ordered(receipt("ann", "key", "a"));
        books.paid(receipt("ann", "key", "a"), true, true, 500);
        books.found(seen("a", "expired", 0, OPENS.plusSeconds(4)));
        books.ordered(receipt("bob", "key", "b"));
        books.paid(receipt("bob", "key", "b"), false, false, 5_000);
        books.found(seen("b", "refunded", 0, OPENS.plusSeconds(4)));
        assertThat(books.findings().violations()).isEqualTo(new Violations(0, 0, 0, 0, 1));
        assertThat(books.soldUnits()).isEqualTo(1);
        assertThat(books.lastSoldMs()).isEqualTo(500);
    }

    @Test
    void what_was_paid_late_is_sold_after_all_or_refunded_and_nothing_else() {
        for (String state : new String[] {"settled", "refunded", "refunding"}) {
            books.ordered(receipt("ann", "key-" + state, state));
            books.paid(receipt("ann", "key-" + state, state), false, false, 5_000);
            books.found(seen(state, state, 0, state.equals("settled") ? null : OPENS.plusSeconds(4)));
        }
        assertThat(books.findings().returns()).isEqualTo(new Findings.Returns(0, 1, 1));
        assertThat(books.findings().violations()).isEqualTo(new Violations(1, 0, 1, 0, 1));
        assertThat(books.findings().complaints()).containsExactly("order refunding was paid and is refunding");
        assertThat(books.isOnItsWay("refunding")).isTrue();
        assertThat(books.isOnItsWay("refunded")).isFalse();
    }

    @Test
    void what_was_cancelled_stays_cancelled() {
        books.ordered(receipt("ann", "key", "a"));
        books.cancelled(receipt("ann", "key", "a"));
        books.found(seen("a", "cancelled", 0, OPENS.plusSeconds(1)));
        assertThat(books.findings().returns().cancelled()).isEqualTo(1);
        assertThat(books.findings().violations()).isEqualTo(NONE);
        books.found(seen("a", "settled", 0, null));
        assertThat(books.findings().violations()).isEqualTo(new Violations(0, 0, 0, 0, 1));
    }

    @Test
    void a_unit_may_go_out_again_while_its_late_payer_waits() {
        Books one = new Books(1, 1);
        one.ordered(receipt("ann", "key", "a"));
        one.found(new Seen(
                "a",
                "sale",
                1,
                990,
                "settled",
                List.of(new Stay(OPENS, OPENS.plusSeconds(3)), new Stay(OPENS.plusSeconds(6), null))));
        one.ordered(receipt("bob", "key", "b"));
        one.found(seen("b", "expired", 3, OPENS.plusSeconds(6)));
        assertThat(one.findings().violations()).isEqualTo(NONE);
    }

    private void sell(String shopper, String orderId, int second) {
        Receipt receipt = receipt(shopper, "key", orderId);
        books.ordered(receipt);
        books.paid(receipt, true, true, 1_000);
        books.found(seen(orderId, "settled", second, null));
    }

    private static Receipt receipt(String shopper, String key, String orderId) {
        return new Receipt(shopper, key, 1, orderId, "sale", 1, 990, OPENS.plusSeconds(3));
    }

    private static Seen seen(String orderId, String state, int second, @Nullable Instant until) {
        return new Seen(orderId, "sale", 1, 990, state, List.of(new Stay(OPENS.plusSeconds(second), until)));
    }
}
