package dev.stampede.settlement;

import dev.stampede.formation.PgLedger;
import dev.stampede.kind.OrderReacquired;
import dev.stampede.order.PgLatePayments.Late;
import dev.stampede.settlement.Standing.Earlier;
import dev.stampede.settlement.Standing.Place;
import dev.stampede.settlement.Verdict.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which entries a settling transaction applies: of each campaign the contiguous run from its next sequence, each naming the
 * batch before it. Pure; built under the counter locks.
 */
final class Plan {
    private final Standing standing;
    private final List<Entry> applied = new ArrayList<>();
    private final Map<Entry, Kind> kinds = new LinkedHashMap<>();
    private final Map<String, Long> through = new HashMap<>();
    private final Map<String, String> lastBatch = new HashMap<>();

    private Plan(Standing standing) {
        this.standing = standing;
    }

    /**
     * Decides on each entry.
     *
     * @throws Disagreement when an entry contradicts what is settled
     * @throws Unsettleable when the next entry of a campaign can't be applied at all
     */
    static Plan of(Standing standing, List<Entry> entries) {
        Plan plan = new Plan(standing);
        standing.places().forEach((campaignId, place) -> {
            plan.through.put(campaignId, place.settledThrough());
            plan.lastBatch.put(campaignId, place.lastBatchId());
        });
        entries.stream()
                .sorted(Comparator.comparing(Entry::campaignId).thenComparingLong(Entry::sequence))
                .forEach(entry -> plan.kinds.put(entry, plan.decide(entry)));
        return plan;
    }

    /** The entries to write, by campaign and sequence. */
    List<Entry> applied() {
        return applied;
    }

    /** The late payments among them that may still pay their order, as far as the campaign goes. */
    List<Late> late() {
        return applied.stream()
                .filter(entry -> !place(entry).isClosed())
                .flatMap(entry -> entry.outcomes().stream())
                .filter(OrderReacquired.class::isInstance)
                .map(OrderReacquired.class::cast)
                .map(reacquired -> new Late(reacquired.orderId(), reacquired.id()))
                .toList();
    }

    /** The outcomes of entries, by campaign. */
    static List<PgLedger.Outcomes> outcomes(List<Entry> entries) {
        return entries.stream()
                .map(entry -> new PgLedger.Outcomes(entry.campaignId(), entry.outcomes()))
                .toList();
    }

    Place place(Entry entry) {
        return standing.place(entry.campaignId());
    }

    /** The new end of each campaign's settled run: sequence and batch id. */
    Map<String, Entry> lastApplied() {
        Map<String, Entry> last = new LinkedHashMap<>();
        applied.forEach(entry -> last.put(entry.campaignId(), entry));
        return last;
    }

    Map<Entry, Verdict> verdicts(Map<Entry, List<Settled>> settled) {
        Map<Entry, Verdict> verdicts = new LinkedHashMap<>();
        kinds.forEach((entry, kind) -> verdicts.put(entry, new Verdict(kind, settled.getOrDefault(entry, List.of()))));
        return verdicts;
    }

    private Kind decide(Entry entry) {
        Place place = standing.places().get(entry.campaignId());
        if (place == null) {
            return Kind.LATER;
        }
        Earlier earlier = standing.earlier(entry);
        if (earlier != null && earlier.batchId().equals(entry.batchId())) {
            return earlier.isRejected() ? Kind.REJECTED : Kind.BEFORE;
        }
        if (entry.generation() != place.generation()) {
            return Kind.STALE;
        }
        long settled = through.getOrDefault(entry.campaignId(), 0L);
        if (entry.sequence() <= settled) {
            throw new Disagreement(entry.campaignId(), "another batch was settled as " + entry.sequence());
        }
        return entry.sequence() == settled + 1 ? apply(entry, place) : Kind.LATER;
    }

    private Kind apply(Entry entry, Place place) {
        if (!entry.previous().equals(lastBatch.get(entry.campaignId()))) {
            throw new Disagreement(
                    entry.campaignId(), "entry " + entry.sequence() + " follows a batch that is not settled");
        }
        String poison = poison(entry, place);
        if (poison != null) {
            // What stands before it has to be settled before it can be set aside.
            if (entry.sequence() > place.settledThrough() + 1) {
                return Kind.LATER;
            }
            throw new Unsettleable(List.of(entry), new IllegalArgumentException(poison));
        }
        through.put(entry.campaignId(), entry.sequence());
        lastBatch.put(entry.campaignId(), entry.batchId());
        applied.add(entry);
        return Kind.APPLIED;
    }

    /** Why the entry can never be applied, or null. */
    private static @Nullable String poison(Entry entry, Place place) {
        if (entry.unreadable() != null) {
            return "unreadable: " + entry.unreadable();
        }
        return entry.outcomes().stream()
                .filter(outcome -> !place.skus().contains(outcome.sku()))
                .findFirst()
                .map(outcome -> "no such offer: " + outcome)
                .orElse(null);
    }
}
