package dev.stampede.audit;

import dev.stampede.inventory.RedisInventory;
import dev.stampede.redis.Commands;
import dev.stampede.settlement.RedisOutbox;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What Postgres can say of the invariants by itself. Each hundred campaigns are read in one snapshot. */
public final class PgAudit {
    private static final int CAMPAIGNS_A_SNAPSHOT = 100;
    private static final List<PgCheck> CHECKS = Stream.of(
                    PgStockChecks.all(),
                    PgOrderChecks.all(),
                    PgMoneyChecks.all(),
                    PgFormationChecks.all(),
                    PgCutChecks.all(),
                    PgSettlingChecks.all())
            .flatMap(List::stream)
            .toList();
    private static final String BEGIN =
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = '60s'";
    private static final String CAMPAIGNS = """
            SELECT c.id, c.kind, c.state, k.campaign_id IS NOT NULL AS is_loaded,
                   coalesce(sum(o.granted - o.withdrawn), 0)::bigint AS allocated,
                   coalesce(sum(o.held), 0)::bigint AS held, coalesce(sum(o.sold), 0)::bigint AS sold
            FROM campaign c
            LEFT JOIN campaign_counter k ON k.campaign_id = c.id
            LEFT JOIN offer o ON o.campaign_id = c.id
            WHERE c.state <> 'archived'
            GROUP BY c.id, k.campaign_id ORDER BY c.id
            """;
    private static final String TOTALS = """
            SELECT cardinality($1::text[])::bigint AS campaigns,
                   (SELECT count(*) FROM offer WHERE campaign_id = ANY ($1::text[])) AS offers,
                   (SELECT coalesce(sum(granted - withdrawn), 0)::bigint FROM offer WHERE campaign_id = ANY ($1::text[]))
                     AS allocated,
                   o.orders, o.shoppers,
                   (SELECT count(*) FROM payment p JOIN orders o ON o.id = p.order_id
                    WHERE o.campaign_id = ANY ($1::text[])) AS payments,
                   (SELECT count(*) FROM settled_batch WHERE campaign_id = ANY ($1::text[])) AS batches,
                   (SELECT count(*) FROM formation WHERE campaign_id = ANY ($1::text[])) AS formations,
                   (SELECT count(*) FROM cut WHERE campaign_id = ANY ($1::text[])) AS cuts
            FROM (SELECT count(*) AS orders, count(DISTINCT (campaign_id, shopper_id)) AS shoppers
                  FROM orders WHERE campaign_id = ANY ($1::text[])) o
            """;

    private final Pool pool;

    PgAudit(Pool pool) {
        this.pool = pool;
    }

    /**
     * An audit of all campaigns in these stores, to be run where {@code commands} may be used.
     *
     * @param commands to a Redis that has the scripts of {@link RedisInventory}
     * @param pause waits that long
     */
    public static Audit create(
            Pool pool, Commands commands, InstantSource clock, Function<Duration, Future<Void>> pause) {
        Looks looks = new Looks(
                new PgBooks(pool),
                new RedisInventory(commands),
                new RedisOutbox(commands),
                new RedisCounts(pool, commands));
        return new Audit(new PgAudit(pool), looks, clock, pause);
    }

    /** Every campaign that is not archived, by id. */
    Future<List<Listed>> campaigns() {
        return pool.query(CAMPAIGNS)
                .execute()
                .map(rows -> rows.stream().map(PgAudit::listed).toList());
    }

    /** What these campaigns' rows break, and how many there are. */
    Future<Examined> examine(List<String> campaignIds) {
        if (campaignIds.isEmpty()) {
            return Future.succeededFuture(Examined.NOTHING);
        }
        int end = Math.min(CAMPAIGNS_A_SNAPSHOT, campaignIds.size());
        String[] now = campaignIds.subList(0, end).toArray(String[]::new);
        return pool.withConnection(db -> snapshot(db, now))
                .compose(examined ->
                        examine(campaignIds.subList(end, campaignIds.size())).map(examined::plus));
    }

    private static Future<Examined> snapshot(SqlConnection db, String[] ids) {
        Tuple campaigns = Tuple.of((Object) ids);
        return db.query(BEGIN)
                .execute()
                .compose(begun -> check(db, campaigns, 0, new ArrayList<>()))
                .compose(findings -> PgCutReplay.examine(db, ids, findings))
                .compose(findings -> totals(db, campaigns).map(totals -> new Examined(findings, totals)))
                .eventually(() -> db.query("ROLLBACK").execute());
    }

    private static Future<List<Finding>> check(SqlConnection db, Tuple campaigns, int done, List<Finding> findings) {
        if (done == CHECKS.size()) {
            return Future.succeededFuture(findings);
        }
        PgCheck check = CHECKS.get(done);
        return db.preparedQuery(check.sql()).execute(campaigns).compose(rows -> {
            for (Row row : rows) {
                findings.add(new Finding(
                        check.invariant(),
                        row.getString("campaign_id"),
                        row.getString("detail"),
                        row.getLong("units")));
            }
            return check(db, campaigns, done + 1, findings);
        });
    }

    private static Future<Totals> totals(SqlConnection db, Tuple campaigns) {
        return db.preparedQuery(TOTALS)
                .execute(campaigns)
                .map(rows -> rows.iterator().next())
                .map(row -> new Totals(
                        row.getLong("campaigns"),
                        row.getLong("offers"),
                        row.getLong("allocated"),
                        row.getLong("orders"),
                        row.getLong("shoppers"),
                        row.getLong("payments"),
                        row.getLong("batches"),
                        row.getLong("formations"),
                        row.getLong("cuts")));
    }

    private static Listed listed(Row row) {
        return new Listed(
                row.getString("id"),
                row.getString("kind"),
                row.getString("state"),
                row.getBoolean("is_loaded"),
                row.getLong("allocated"),
                row.getLong("held"),
                row.getLong("sold"));
    }
}
