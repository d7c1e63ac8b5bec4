package dev.stampede.participation;

import dev.stampede.campaign.Campaign;
import dev.stampede.kind.Action;
import dev.stampede.kind.CampaignKind;
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

    /** The rejection behind a script's word. */
    Rejection rejection(String word) {
        Rejection rejection = index.rejections().get(word);
        if (rejection == null) {
            throw new IllegalStateException("a script of " + kind().name() + " said " + word);
        }
        return rejection;
    }
}
