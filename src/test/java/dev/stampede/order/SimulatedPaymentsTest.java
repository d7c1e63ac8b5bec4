package dev.stampede.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stampede.money.Money;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedPaymentsTest {
    private static final String OLD = "the-secret-of-last-year-0123456789";
    private static final String NEW = "the-secret-of-this-year-0123456789";

    private final SimulatedPayments payments = new SimulatedPayments(List.of(NEW));

    @Test
    void the_client_gets_the_notice_complete_and_signed() {
        PaymentIntent intent =
                new PaymentIntent("I1", "O1", payments.provider(), "T1", Money.ofFen(990), Instant.EPOCH);

        JsonNode client = payments.client(intent).path("notify");

        assertThat(client.fieldNames())
                .toIterable()
                .containsExactly("orderId", "transactionId", "amountFen", "signature");
        assertThat(payments.isGenuine(new PaymentNotice(
                        client.path("orderId").textValue(),
                        client.path("transactionId").textValue(),
                        Money.ofFen(client.path("amountFen").longValue()),
                        client.path("signature").textValue())))
                .isTrue();
    }

    @Test
    void every_word_of_a_notice_is_signed() {
        String signature = payments.sign("O1", "T1", Money.ofFen(990));

        assertThat(genuine(payments, "O1", "T1", 990, signature)).isTrue();
        assertThat(genuine(payments, "O2", "T1", 990, signature)).isFalse();
        assertThat(genuine(payments, "O1", "T2", 990, signature)).isFalse();
        assertThat(genuine(payments, "O1", "T1", 991, signature)).isFalse();
    }

    @Test
    void words_can_not_move_over_their_borders() {
        String signature = payments.sign("O1", "2T", Money.ofFen(990));

        assertThat(genuine(payments, "O12", "T", 990, signature)).isFalse();
        assertThat(genuine(payments, "O1", "2T9", 90, signature)).isFalse();
    }

    @Test
    void a_signature_that_is_none_is_refused() {
        for (String signature : List.of("", "nonsense", "ünï", payments.sign("O1", "T1", Money.ofFen(1)) + "0")) {
            assertThat(genuine(payments, "O1", "T1", 1, signature)).isFalse();
        }
    }

    @Test
    void the_first_secret_signs_and_both_verify() {
        SimulatedPayments rolled = new SimulatedPayments(List.of(NEW, OLD));
        SimulatedPayments before = new SimulatedPayments(List.of(OLD));
        String old = before.sign("O1", "T1", Money.ofFen(990));
        String fresh = rolled.sign("O1", "T1", Money.ofFen(990));

        assertThat(genuine(rolled, "O1", "T1", 990, old)).isTrue();
        assertThat(genuine(payments, "O1", "T1", 990, fresh)).isTrue();
        assertThat(genuine(before, "O1", "T1", 990, fresh)).isFalse();
    }

    @Test
    void without_a_secret_there_is_no_provider() {
        assertThatThrownBy(() -> new SimulatedPayments(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static boolean genuine(SimulatedPayments by, String order, String transaction, long fen, String signature) {
        return by.isGenuine(new PaymentNotice(order, transaction, Money.ofFen(fen), signature));
    }
}
