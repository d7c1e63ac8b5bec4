package dev.stampede.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.money.Money;
import dev.stampede.order.SimulatedPayments;
import java.util.List;
import java.util.random.RandomGenerator;

/** Brings a bank's notices as a bad network does: late, twice, overtaking one another, once with the wrong amount before. */
public final class UnrulyCourier {
    private static final int LONGEST_DELAY_MS = 400;

    private final SimulatedPayments bank;
    private final RandomGenerator random;

    /** @param bank signs what is wrong too: only the amount tells it from a right one */
    public UnrulyCourier(SimulatedPayments bank, RandomGenerator random) {
        this.bank = bank;
        this.random = random;
    }

    /**
     * One delivery.
     *
     * @param afterMs since the one before
     * @param isRight whether it is the notice as the bank wrote it
     */
    public record Letter(long afterMs, ObjectNode notice, boolean isRight) {}

    /** What arrives for a notice, at least the notice itself; the last letter is right. */
    public List<Letter> letters(ObjectNode notice) {
        Letter right = new Letter(0, notice, true);
        int percent = random.nextInt(100);
        if (percent < 10) {
            return List.of(right, right, later(notice));
        }
        if (percent < 20) {
            return List.of(later(notice));
        }
        return percent < 30 ? List.of(new Letter(0, wrong(notice), false), right) : List.of(right);
    }

    private Letter later(ObjectNode notice) {
        return new Letter(random.nextLong(LONGEST_DELAY_MS), notice, true);
    }

    private ObjectNode wrong(ObjectNode notice) {
        Money amount = Money.ofFen(notice.path("amountFen").asLong() + 1);
        String orderId = notice.path("orderId").asText();
        String transactionId = notice.path("transactionId").asText();
        return notice.deepCopy()
                .put("amountFen", amount.fen())
                .put("signature", bank.sign(orderId, transactionId, amount));
    }
}
