package dev.stampede.settlement;

import dev.stampede.postgres.SqlState;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Settles entries whatever they hold: when one of them is poison, the others settle and that one is set aside. */
public final class PgSettling {
    private final PgSettlement settlement;
    private final PgRejection rejection;

    public PgSettling(PgSettlement settlement, PgRejection rejection) {
        this.settlement = settlement;
        this.rejection = rejection;
    }

    /** What became of each entry; those that were settled before come with their rows. */
    Future<Map<Entry, Verdict>> run(SqlConnection db, List<Entry> entries) {
        return attempt(db, entries).compose(verdicts -> before(db, verdicts));
    }

    Future<Void> rehearse(SqlConnection db) {
        return settlement.rehearse(db);
    }

    /** Settles together, and when that is refused for its data, apart: by campaign, then by entry, until the poison is alone. */
    private Future<Map<Entry, Verdict>> attempt(SqlConnection db, List<Entry> entries) {
        return settlement.settle(db, entries).recover(e -> {
            if (SqlState.isLockTimeout(e)) {
                return withoutLocked(db, entries);
            }
            if (!(e instanceof Unsettleable refused)) {
                return Future.failedFuture(e);
            }
            if (refused.entries().size() == 1) {
                Entry poison = refused.entries().get(0);
                return rejection
                        .reject(db, poison, String.valueOf(refused.getMessage()))
                        .compose(rejected -> attempt(db, entries));
            }
            return apart(db, refused.entries());
        });
    }

    /** One campaign that is locked must not hold up those merged with it. */
    private Future<Map<Entry, Verdict>> withoutLocked(SqlConnection db, List<Entry> entries) {
        boolean isOneCampaign =
                entries.stream().map(Entry::campaignId).distinct().count() == 1;
        return isOneCampaign
                ? Future.succeededFuture(entries.stream()
                        .collect(Collectors.toMap(entry -> entry, entry -> Verdict.of(Verdict.Kind.LATER))))
                : apart(db, entries);
    }

    private Future<Map<Entry, Verdict>> apart(SqlConnection db, List<Entry> entries) {
        Map<String, List<Entry>> byCampaign = entries.stream()
                .collect(Collectors.groupingBy(Entry::campaignId, LinkedHashMap::new, Collectors.toList()));
        List<List<Entry>> parts = byCampaign.size() > 1
                ? List.copyOf(byCampaign.values())
                : entries.stream().map(List::of).toList();
        Future<Map<Entry, Verdict>> done = Future.succeededFuture(new LinkedHashMap<>());
        for (List<Entry> part : parts) {
            done = done.compose(sofar -> attempt(db, part).map(more -> {
                sofar.putAll(more);
                return sofar;
            }));
        }
        return done;
    }

    /** Entries that were settled before are answered from their rows. */
    private static Future<Map<Entry, Verdict>> before(SqlConnection db, Map<Entry, Verdict> verdicts) {
        List<Entry> entries = verdicts.entrySet().stream()
                .filter(verdict -> verdict.getValue().kind() == Verdict.Kind.BEFORE)
                .map(Map.Entry::getKey)
                .toList();
        return PgSettledRows.read(db, entries).map(rows -> {
            Map<Entry, Verdict> all = new LinkedHashMap<>(verdicts);
            rows.forEach((entry, settled) -> all.put(entry, new Verdict(Verdict.Kind.BEFORE, settled)));
            return all;
        });
    }
}
