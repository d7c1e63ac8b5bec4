package dev.stampede.campaign;

import io.vertx.core.Future;

/** Takes units out of the offers of approved campaigns. The road of takes does it; this room only asks. */
public interface Withdrawals {
    /** What became of it. */
    enum Verdict {
        /** The units are out, in both stores: committed. */
        WITHDRAWN,
        /** Fewer are left: nothing happened. */
        TOO_FEW_LEFT,
        /** Nothing happened; try again. */
        BUSY
    }

    /** @param left units of the offer that nobody has, when Redis told */
    record Answer(Verdict verdict, long left) {}

    /**
     * Takes so many units, 1 or more, out of an offer that exists. Asking twice takes twice.
     *
     * @return fails when it is not known whether it happened
     */
    Future<Answer> withdraw(String campaignId, String sku, long units, String actor, String reason);
}
