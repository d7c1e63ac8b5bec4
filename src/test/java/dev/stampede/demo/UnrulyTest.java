package dev.stampede.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.demo.UnrulyCourier.Letter;
import dev.stampede.json.Json;
import dev.stampede.money.Money;
import dev.stampede.order.PaymentNotice;
import dev.stampede.order.Refund;
import dev.stampede.order.SimulatedPayments;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnrulyTest {
    private final SimulatedPayments real = new SimulatedPayments(List.of("a secret that only this test knows!"));

    @Test
    void the_bank_fails_a_refund_so_often_and_then_gives_the_money_back() {
        UnrulyBank bank = new UnrulyBank(real, new Random(1), 3);
        List<Integer> failures = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Refund refund = new Refund("R" + i, "O", "T", Money.ofFen(990));
            int failed = 0;
            while (bank.refund(refund).failed()) {
                failed++;
            }
            assertThat(bank.refund(refund).result()).isTrue();
            failures.add(failed);
        }
        assertThat(failures).containsOnly(0, 1, 2, 3);
    }

    @Test
    void the_courier_brings_every_notice_in_the_end_and_some_late_twice_or_wrong() {
        UnrulyCourier courier = new UnrulyCourier(real, new Random(1));
        List<List<Letter>> brought = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            brought.add(courier.letters(notice("T" + i)));
        }
        assertThat(brought)
                .allSatisfy(letters ->
                        assertThat(letters.get(letters.size() - 1).isRight()).isTrue())
                .anyMatch(letters -> letters.size() == 3)
                .anyMatch(letters -> letters.size() == 1 && letters.get(0).afterMs() > 0)
                .anyMatch(letters -> !letters.get(0).isRight());
        assertThat(brought.stream().flatMap(List::stream)).allSatisfy(letter -> {
            assertThat(real.isGenuine(read(letter.notice()))).isTrue();
            assertThat(letter.notice().path("amountFen").asLong() == 990).isEqualTo(letter.isRight());
        });
    }

    private ObjectNode notice(String transaction) {
        Money amount = Money.ofFen(990);
        return Json.object()
                .put("orderId", "O")
                .put("transactionId", transaction)
                .put("amountFen", amount.fen())
                .put("signature", real.sign("O", transaction, amount));
    }

    private static PaymentNotice read(ObjectNode notice) {
        return new PaymentNotice(
                notice.path("orderId").asText(),
                notice.path("transactionId").asText(),
                Money.ofFen(notice.path("amountFen").asLong()),
                notice.path("signature").asText());
    }
}
