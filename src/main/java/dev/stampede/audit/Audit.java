package dev.stampede.audit;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Recomputes every invariant. It writes nothing, looks at one campaign after the other, and takes about a second longer when
 * something differs: only what still differs then is a violation.
 */
public final class Audit {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final PgAudit postgres;
    private final Looks looks;
    private final InstantSource clock;
    private final Function<Duration, Future<Void>> pause;
    private final Predicate<String> inScope;

    Audit(PgAudit postgres, Looks looks, InstantSource clock, Function<Duration, Future<Void>> pause) {
        this(postgres, looks, clock, pause, campaignId -> true);
    }

    private Audit(
            PgAudit postgres,
            Looks looks,
            InstantSource clock,
            Function<Duration, Future<Void>> pause,
            Predicate<String> inScope) {
        this.postgres = postgres;
        this.looks = looks;
        this.clock = clock;
        this.pause = pause;
        this.inScope = inScope;
    }

    /** The same audit of the campaigns with these ids alone. */
    public Audit only(Predicate<String> campaignIds) {
        return new Audit(postgres, looks, clock, pause, campaignIds);
    }

    /** What holds and what does not; fails when a store does not answer. */
    public Future<AuditReport> run() {
        Instant at = clock.instant();
        return postgres.campaigns()
                .map(all -> all.stream().filter(one -> inScope.test(one.id())).toList())
                .compose(listed -> postgres.examine(
                                listed.stream().map(Listed::id).toList())
                        .compose(examined -> conclude(listed).map(proven -> report(at, listed, examined, proven))));
    }

    /** By campaign, what is proven about those that Redis should have. */
    private Future<Map<String, Conclusion>> conclude(List<Listed> listed) {
        List<String> loaded =
                listed.stream().filter(Listed::isLoaded).map(Listed::id).toList();
        return lookAt(loaded.iterator(), new TreeMap<>()).compose(first -> {
            List<String> disputed = loaded.stream()
                    .filter(id -> !look(first, id).differences().isEmpty())
                    .toList();
            Future<Void> paused = disputed.isEmpty() ? Future.succeededFuture() : pause.apply(BETWEEN_LOOKS);
            return paused.compose(done -> lookAt(disputed.iterator(), new TreeMap<>()))
                    .map(second -> {
                        Map<String, Conclusion> proven = new TreeMap<>();
                        loaded.forEach(id -> proven.put(id, Conclusion.of(look(first, id), second.get(id))));
                        return proven;
                    });
        });
    }

    private Future<Map<String, Look>> lookAt(Iterator<String> campaignIds, Map<String, Look> sofar) {
        if (!campaignIds.hasNext()) {
            return Future.succeededFuture(sofar);
        }
        String campaignId = campaignIds.next();
        return looks.look(campaignId).compose(look -> {
            sofar.put(campaignId, look);
            return lookAt(campaignIds, sofar);
        });
    }

    private static Look look(Map<String, Look> looks, String campaignId) {
        Look look = looks.get(campaignId);
        if (look == null) {
            throw new IllegalStateException("campaign " + campaignId + " was not looked at");
        }
        return look;
    }

    private static AuditReport report(
            Instant at, List<Listed> listed, Examined examined, Map<String, Conclusion> proven) {
        List<Finding> between = proven.values().stream()
                .flatMap(one -> one.violations().stream())
                .toList();
        List<CampaignFigures> campaigns = new ArrayList<>();
        for (Listed one : listed) {
            Conclusion conclusion = proven.get(one.id());
            campaigns.add(conclusion == null ? one.figures() : conclusion.figures(one));
        }
        List<Finding> findings = new ArrayList<>(examined.findings());
        findings.addAll(between);
        List<Invariant> invariants = Invariants.of(findings, examined.totals(), campaigns);
        return new AuditReport(
                invariants.stream().allMatch(Invariant::ok),
                at,
                invariants,
                campaigns,
                Math.max(units(examined.findings(), "I2"), units(between, "I2")),
                units(between, "I11"));
    }

    private static long units(List<Finding> findings, String invariant) {
        return findings.stream()
                .filter(finding -> finding.invariant().equals(invariant))
                .mapToLong(Finding::units)
                .sum();
    }
}
