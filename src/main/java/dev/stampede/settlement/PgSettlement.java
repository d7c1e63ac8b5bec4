package dev.stampede.settlement;

import dev.stampede.formation.Ledger;
import dev.stampede.formation.PgLedger;
import dev.stampede.order.PgLatePayments;
import dev.stampede.postgres.SqlState;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settling transaction: locks the counters of its campaigns in order, looks again at what stands, and applies each
 * campaign's next entries, exactly once. Its statements are pipelined in two flights, with more between them only where
 * late money pays an order; the counter lock stands alone in its statement, so that everything read behind it is what the
 * holder before left. Formations that the entries name are locked in the first flight, behind the counters: those of an entry
 * that turns out not to be next are locked for nothing and let go with the rest.
 */
public final class PgSettlement {
    /**
     * The arrays differ each time and the right plan never does; planning anew took a fifth of Postgres' time. So each statement
     * is planned once, while its tables are empty, and must be told that they will not stay so: rows are looked up by index.
     */
    private static final String BEGIN = """
            BEGIN; SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_seqscan = off;
            SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_material = off""";

    private static final String LOCK = """
            SELECT campaign_id, generation, settled_through, last_batch_id FROM campaign_counter
            WHERE campaign_id = ANY ($1::text[]) ORDER BY campaign_id FOR UPDATE""";
    private static final String FACTS = """
            SELECT c.id, c.kind, c.state, c.pay_within_seconds, o.skus,
                   date_trunc('milliseconds', clock_timestamp()) AS now
            FROM campaign c, LATERAL (SELECT array_agg(sku) AS skus FROM offer WHERE campaign_id = c.id) o
            WHERE c.id = ANY ($1::text[])
            """;
    /** The LIMIT keeps the plan at index look-ups: one made while the table was small would read all of it for each commit. */
    private static final String EARLIER = """
            SELECT b.campaign_id, b.sequence, b.batch_id, b.verdict
            FROM unnest($1::text[], $2::bigint[]) AS e (campaign_id, sequence), LATERAL (
              SELECT * FROM settled_batch s WHERE s.campaign_id = e.campaign_id AND s.sequence = e.sequence LIMIT 1) b
            """;

    private final PgSettlementRows rows;
    private final PgLatePayments latePayments;
    private final String lock;
    private final Gap gap;
    private final boolean looksAhead;

    /** What a first flight found; the ledger is missing where formations wait for the plan. */
    private record Look(Standing standing, @Nullable Ledger ledger) {}

    /** Finds entries that a node lacks; asked under the counter lock. */
    public interface Gap {
        /** Entries of the campaign from sequence {@code from} to {@code to}; none leaves what comes behind for later. */
        Future<List<Entry>> entries(String campaignId, long generation, long from, long to);
    }

    /** Waits for locked counters, for a second at most. */
    public PgSettlement(Supplier<String> ids, Gap gap) {
        this(new PgSettlementRows(ids), new PgLatePayments(ids), gap, LOCK, true);
    }

    private PgSettlement(PgSettlementRows rows, PgLatePayments latePayments, Gap gap, String lock, boolean looksAhead) {
        this.rows = rows;
        this.latePayments = latePayments;
        this.gap = gap;
        this.lock = lock;
        this.looksAhead = looksAhead;
    }

    /** The same, but a campaign whose counter is locked is left for later, and so are its formations. */
    public PgSettlement unlessBusy() {
        return new PgSettlement(rows, latePayments, gap, LOCK + " SKIP LOCKED", false);
    }

    /**
     * Settles what can be settled of these entries, and says what became of each. Fails with {@link Disagreement}, with
     * {@link Unsettleable}, or as Postgres does; then nothing was written, unless the connection broke while committing.
     */
    Future<Map<Entry, Verdict>> settle(SqlConnection db, List<Entry> entries) {
        return look(db, entries)
                .compose(seen ->
                        fill(seen.standing(), entries).compose(plan -> apply(db, plan, ledger(seen, plan, entries))))
                .recover(e -> db.query("ROLLBACK").execute().transform(rolledBack -> again(db, entries, e)));
    }

    /** What no column takes may stand in any entry, also in one that is not to be settled now: only a plan tells. */
    private Future<Map<Entry, Verdict>> again(SqlConnection db, List<Entry> entries, Throwable e) {
        return looksAhead && !(e instanceof Unsettleable) && SqlState.isDataFault(e)
                ? new PgSettlement(rows, latePayments, gap, lock, false).settle(db, entries)
                : Future.failedFuture(e);
    }

    /** What the first flight locked is enough, unless entries were found that it did not know of. */
    private static @Nullable Ledger ledger(Look seen, Plan plan, List<Entry> entries) {
        return Set.copyOf(entries).containsAll(plan.applied()) ? seen.ledger() : null;
    }

    /** Runs every statement once on a campaign that does not exist, and takes it back: a first sale meets no cold path. */
    Future<Void> rehearse(SqlConnection db) {
        Entry entry = Rehearsal.entry();
        return look(db, List.of(entry))
                .map(nothing -> rows.send(db, Plan.of(Rehearsal.standing(), List.of(entry)), Ledger.empty(), Set.of()))
                .compose(flight -> Future.join(flight.statements()))
                .transform(done -> db.query("ROLLBACK")
                        .execute()
                        .transform(rolledBack -> done.succeeded()
                                ? Future.<Void>succeededFuture()
                                : Future.<Void>failedFuture(done.cause())));
    }

    private Future<Look> look(SqlConnection db, List<Entry> entries) {
        String[] campaigns =
                new TreeSet<>(entries.stream().map(Entry::campaignId).toList()).toArray(String[]::new);
        Future<RowSet<Row>> begun = db.query(BEGIN).execute();
        Future<RowSet<Row>> locked = db.preparedQuery(lock).execute(Tuple.of((Object) campaigns));
        Future<RowSet<Row>> facts = db.preparedQuery(FACTS).execute(Tuple.of((Object) campaigns));
        Future<Ledger> ledger = looksAhead ? PgLedger.open(db, Plan.outcomes(entries)) : Future.succeededFuture();
        return Future.join(begun, locked, facts, ledger)
                .map(read -> PgStanding.of(locked.result(), facts.result()))
                .compose(standing -> lookBack(db, standing, entries))
                .map(standing -> new Look(standing, ledger.result()));
    }

    /** Nothing is settled above {@code settled_through}, so as a rule there is nothing to look for. */
    private static Future<Standing> lookBack(SqlConnection db, Standing standing, List<Entry> entries) {
        List<Entry> old = entries.stream().filter(standing::isSettled).toList();
        if (old.isEmpty()) {
            return Future.succeededFuture(standing);
        }
        Object campaigns = old.stream().map(Entry::campaignId).toArray(String[]::new);
        Object sequences = old.stream().map(Entry::sequence).toArray(Long[]::new);
        return db.preparedQuery(EARLIER)
                .execute(Tuple.of(campaigns, sequences))
                .map(rows -> PgStanding.with(standing, rows));
    }

    private Future<Plan> fill(Standing standing, List<Entry> entries) {
        List<Future<List<Entry>>> missing = new ArrayList<>();
        standing.gaps(entries)
                .forEach((campaignId, span) -> missing.add(
                        gap.entries(campaignId, standing.place(campaignId).generation(), span.from(), span.to())));
        return Future.all(missing).map(found -> {
            List<Entry> all = new ArrayList<>(entries);
            missing.forEach(more -> all.addAll(more.result()));
            return Plan.of(standing, all);
        });
    }

    private Future<Map<Entry, Verdict>> apply(SqlConnection db, Plan plan, @Nullable Ledger opened) {
        if (plan.applied().isEmpty()) {
            return db.query("ROLLBACK").execute().map(done -> plan.verdicts(Map.of()));
        }
        Future<Ledger> locked =
                opened == null ? PgLedger.open(db, Plan.outcomes(plan.applied())) : Future.succeededFuture(opened);
        return locked.compose(
                        ledger -> latePayments.apply(db, plan.late()).compose(paid -> write(db, plan, ledger, paid)))
                .recover(e -> Future.failedFuture(SqlState.isDataFault(e) ? new Unsettleable(plan.applied(), e) : e));
    }

    private Future<Map<Entry, Verdict>> write(SqlConnection db, Plan plan, Ledger ledger, Set<String> paid) {
        PgSettlementRows.Flight flight = rows.send(db, plan, ledger, paid);
        Future<RowSet<Row>> committed = db.query("COMMIT").execute();
        return Future.join(flight.statements())
                .compose(written -> committed)
                .map(done -> plan.verdicts(flight.settled()));
    }
}
