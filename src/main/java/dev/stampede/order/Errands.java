package dev.stampede.order;

/**
 * What a change of an order leaves to be done at once, by whoever does it; the rows that it left are the retry.
 *
 * @param release there is a unit to give back to Redis
 * @param refund there is money to give back
 * @param lateMoney there is money that bought nothing
 */
public record Errands(Runnable release, Runnable refund, Runnable lateMoney) {
    /** Tells of what this answer left to be done. */
    void run(OrderAnswer answer) {
        if (answer.verdict() == OrderAnswer.Verdict.DONE) {
            release.run();
            refund.run();
        }
    }

    /** Nobody is told. */
    public static Errands none() {
        return new Errands(() -> {}, () -> {}, () -> {});
    }
}
