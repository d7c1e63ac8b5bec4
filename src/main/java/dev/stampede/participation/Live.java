package dev.stampede.participation;

import dev.stampede.campaign.Campaign;
import dev.stampede.kind.Action;
import dev.stampede.kind.CampaignKind;
import dev.stampede.kind.CommonRejection;
import dev.stampede.kind.Rejection;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A node's snapshot of one campaign, with its rules decoded.
 *
 * @param generation of the campaign's last reload when the snapshot was read
 */
public record Live<R>(Campaign campaign, CampaignKind<R> kind, R rules, long generation) {
    public Optional<Action<R, ?>> action(String name) {
        return kind.actions().stream()
                .filter(action -> action.name().equals(name))
                .findFirst();
    }

    /** Whether both were read from the same revision and generation, so that takes decided on them may share a batch. */
    boolean isSame(Live<?> other) {
        return campaign.revision() == other.campaign.revision() && generation == other.generation;
    }

    /** The rejection behind a script's word. */
    Rejection rejection(String word) {
        return Stream.concat(Stream.of(CommonRejection.values()), kind.rejections().stream())
                .filter(rejection -> rejection.name().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a script of " + kind.name() + " said " + word));
    }
}
