package dev.stampede.order;

import static dev.stampede.testing.OrderRows.SHOPPER;
import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.testing.OrderInvariants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every verb in every state: what it answers, and where the order then is. */
class OrderVerbsIT {
    private final Till till = new Till();
    private final String campaign = till.rows.campaign(100);

    @AfterEach
    void the_rows_agree() {
        OrderInvariants.check(till.rows);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # state   | pay         | cancel             | refund              | refundBy            | fulfilBy           | notify
            HELD      | OPENED      | DONE cancelled     | WRONG_STATE held    | WRONG_STATE held    | WRONG_STATE held   | APPLIED settled
            PAID      | WRONG_STATE | WRONG_STATE paid   | DONE refunding      | DONE refunding      | WRONG_STATE paid   | UNAPPLIED paid
            SETTLED   | WRONG_STATE | WRONG_STATE settled| DONE refunding      | DONE refunding      | DONE fulfilled     | UNAPPLIED settled
            FULFILLED | WRONG_STATE | WRONG_STATE fulfilled | WRONG_STATE fulfilled | WRONG_STATE fulfilled | WRONG_STATE fulfilled | UNAPPLIED fulfilled
            EXPIRED   | WRONG_STATE | WRONG_STATE expired   | WRONG_STATE expired   | WRONG_STATE expired   | WRONG_STATE expired   | UNAPPLIED expired
            CANCELLED | WRONG_STATE | WRONG_STATE cancelled | WRONG_STATE cancelled | WRONG_STATE cancelled | WRONG_STATE cancelled | UNAPPLIED cancelled
            REFUNDING | WRONG_STATE | WRONG_STATE refunding | WRONG_STATE refunding | WRONG_STATE refunding | WRONG_STATE refunding | UNAPPLIED refunding
            REFUNDED  | WRONG_STATE | WRONG_STATE refunded  | WRONG_STATE refunded  | WRONG_STATE refunded  | WRONG_STATE refunded  | UNAPPLIED refunded
            """)
    void a_verb_does_what_the_table_says(
            OrderState state,
            String pay,
            String cancel,
            String refund,
            String refundBy,
            String fulfilBy,
            String notify) {
        String payable = till.order(campaign, state);
        assertThat(get(till.checkout.open(SHOPPER, payable, "verb-0001")).verdict())
                .hasToString(pay);
        assertThat(till.state(payable)).isEqualTo(state);

        String order = till.order(campaign, state);
        assertThat(heard(order, get(till.changes.cancel(SHOPPER, order, "verb-0001"))))
                .isEqualTo(cancel);
        order = till.order(campaign, state);
        assertThat(heard(order, get(till.changes.refund(SHOPPER, order, "verb-0001", "too large"))))
                .isEqualTo(refund);
        order = till.order(campaign, state);
        assertThat(heard(order, get(till.changes.refundBy("fin", order, "a gesture"))))
                .isEqualTo(refundBy);
        order = till.order(campaign, state);
        assertThat(heard(order, get(till.changes.fulfilBy("olga", order, "sent"))))
                .isEqualTo(fulfilBy);
        order = till.order(campaign, state);
        assertThat(till.pay(order, "another-" + order) + " " + till.state(order).word())
                .isEqualTo(notify);
    }

    private String heard(String order, OrderAnswer answer) {
        answer.order().ifPresent(shown -> assertThat(shown).isEqualTo(till.read(order)));
        return answer.verdict() + " " + till.state(order).word();
    }
}
