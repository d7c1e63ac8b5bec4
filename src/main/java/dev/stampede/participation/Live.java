package dev.stampede.participation;

import dev.stampede.campaign.Ack;
import dev.stampede.campaign.Campaign;
import dev.stampede.kind.Action;
import dev.stampede.kind.CampaignKind;
import dev.stampede.kind.OrderHeld;
import dev.stampede.kind.Outcome;
import dev.stampede.kind.Rejection;
import java.util.Optional;

/**
 * A node's snapshot of one campaign, with its rules decoded.
 *
 * @param generation of the campaign's last reload when the snapshot was read
 */
record Live<R>(Campaign campaign, KindIndex<R> index, R rules, long generation) {
    public Optional<Action<R, ?>> action(String name) {
        return Optional.ofNullable(index.actions().get(name));
    }

    CampaignKind<R> kind() {
        return index.kind();
    }

    /** Whether both were read from the same revision and generation, so that takes decided on them may share a batch. */
    boolean isSame(Live<?> other) {
        return campaign.revision() == other.campaign.revision() && generation == other.generation;
    }

    /** Whether the action, by that name, is refused as sold out by nothing but its stock. */
    boolean sellsFromStockAlone(String action) {
        Action<R, ?> found = index.actions().get(action);
        return found != null && found.sellsFromStockAlone();
    }

    /**
     * Whether this outcome of a take is answered once Redis has it. What stands in a formation is known when it is settled, so
     * its answer waits for that in either mode.
     */
    boolean isReserved(Outcome outcome) {
        return campaign.terms().ack() == Ack.RESERVED && outcome instanceof OrderHeld held && held.membership() == null;
    }

    /** The rejection behind a script's word. */
    Rejection rejection(String word) {
        Rejection rejection = index.rejections().get(word);
        if (rejection == null) {
            throw new IllegalStateException("a script of " + kind().name() + " said " + word);
        }
        return rejection;
    }
}
