package dev.stampede.boot;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.postgres.PgPools;
import dev.stampede.testing.Await;
import dev.stampede.testing.SaleClient;
import dev.stampede.testing.TestDatabase;
import dev.stampede.testing.TestNode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a node looks for in the background, it looks up: the more there is to remember, the less it may read all of it. */
class IdleReadsIT {
    private static final int ROWS = 20_000;

    private static final String IN_AN_HOUR = "now() + interval '1 hour'";
    private static final String A_MINUTE_AGO = "now() - interval '1 minute'";
    private static final String OF_TEAM = "'F' || n";

    private static final String TEAMS = teams(IN_AN_HOUR, "NULL");

    /** A claim stops the clock, of a chain: so nobody ends these teams, or expires a seat in them. */
    private static final String OVERDUE_TEAMS = teams(A_MINUTE_AGO, "'none'");

    /** Loose ones and seats of the teams. */
    private static final String ORDERS = orders(IN_AN_HOUR, "CASE WHEN n % 2 = 0 THEN " + OF_TEAM + " END");

    private static final String DUE_SEATS = orders(A_MINUTE_AGO, OF_TEAM);

    private static final String EVENTS = """
            WITH numbered AS (
              INSERT INTO event (id, type, campaign_id, at, data, position)
              SELECT 'E' || n, 'order.held', $1::text, now(), '{}', r.numbered_through + n
              FROM event_relay r, generate_series(1, $2::int) AS n)
            UPDATE event_relay SET numbered_through = numbered_through + $2::int""";

    private static final String BATCHES = """
            INSERT INTO settled_batch (campaign_id, sequence, generation, batch_id, verdict)
            SELECT $1::text, n, 1, 'B' || n, 'settled' FROM generate_series(1, $2::int) AS n""";

    private static final String IS_LIVE = "SELECT state = 'live' AS is_live FROM campaign WHERE id = $1::text";
    private static final String READ = """
            SELECT relname, seq_tup_read FROM pg_stat_user_tables
            UNION ALL SELECT indexrelname, idx_tup_read FROM pg_stat_user_indexes""";

    @Test
    void nothing_that_grows_is_read_while_nothing_happens() {
        assertThat(readWhileStepsRun(TEAMS, ORDERS, BATCHES))
                .as("the feed reads each event once")
                .allSatisfy((name, rows) -> assertThat(rows).as(name).isLessThan(2L * ROWS));
    }

    @Test
    void who_looks_for_loose_orders_does_not_walk_past_all_seats_that_are_due() {
        Map<String, Long> read = readWhileStepsRun(OVERDUE_TEAMS, DUE_SEATS);

        assertThat(read.get("orders")).isZero();
        assertThat(read.get("orders_due")).isLessThan(ROWS);
        assertThat(read.get("seats_due"))
                .as("the longest overdue, by each look for seats")
                .isBetween(1L, 2L * ROWS);
    }

    private static String teams(String deadline, String claim) {
        return """
                INSERT INTO formation (id, campaign_id, kind, sku, form, state, opener_id, owner_id, slot, goal, price_fen, rules,
                  seats, opened_at, deadline_at, claim_order_id, generation, sequence)
                SELECT 'F' || n, $1::text, 'group_buy', 'eggs', 'seats', 'forming', 's' || n, 's' || n, 's' || n, 3, 990,
                  '{"form": "seats"}', 1, now(), %s, %s, 1, 1
                FROM generate_series(1, $2::int) AS n""".formatted(deadline, claim);
    }

    /** @param formation of each, or null */
    private static String orders(String payBy, String formation) {
        return """
                INSERT INTO orders (id, campaign_id, kind, shopper_id, sku, quantity, unit_price_fen, amount_fen, state, hold_id,
                  request_key, fingerprint, generation, sequence, created_at, pay_by, formation_id)
                SELECT 'O' || n, $1::text, 'group_buy', 's' || n, 'eggs', 1, 990, 990, 'held', 'O' || n, 'key-' || n, 'f', 1, 1,
                  now(), %s, %s
                FROM generate_series(1, $2::int) AS n""".formatted(payBy, formation);
    }

    /**
     * What {@link #read} tells of the time in which each step runs, with {@link #ROWS} events, and rows of each insert, on plans
     * that Postgres made when there were none: on a first day it has no others for a minute.
     */
    private static Map<String, Long> readWhileStepsRun(String... inserts) {
        try (TestNode node = TestNode.start()) {
            Pool pool =
                    PgPools.create(TestDatabase.shared().vertx(), node.stores().postgresUrl());
            // Before there is a campaign there is nothing else to number.
            get(pool.preparedQuery(EVENTS).execute(Tuple.of("of-another", ROWS)));
            get(pool.query("ALTER SYSTEM SET plan_cache_mode = force_generic_plan")
                    .execute());
            get(pool.query("SELECT pg_reload_conf()").execute());
            String sale = node.client().open(SaleClient.flashSale(10, 1, 900, ""));
            untilAllStepsHaveRun(node.client(), pool);
            for (String rows : inserts) {
                get(pool.preparedQuery(rows).execute(Tuple.of(sale, ROWS)));
            }
            Map<String, Long> before = read(pool);
            untilAllStepsHaveRun(node.client(), pool);
            Map<String, Long> read = read(pool);
            get(pool.close());
            before.forEach((table, rows) -> read.merge(table, -rows, Long::sum));
            return read;
        }
    }

    /** Each step pauses for a second at most, so all have run by the time that a sale opens which is to open in three. */
    private static void untilAllStepsHaveRun(SaleClient client, Pool pool) {
        String sale = client.open(SaleClient.flashSale(Instant.now().plusSeconds(3), 1, 1, 900, ""));
        Tuple id = Tuple.of(sale);
        Await.until("the next sale opens", () -> get(pool.preparedQuery(IS_LIVE).execute(id))
                .iterator()
                .next()
                .getBoolean("is_live"));
    }

    /** How many rows every table was read for from end to end, and every index at all. */
    private static Map<String, Long> read(Pool pool) {
        Map<String, Long> rows = new TreeMap<>();
        get(pool.query(READ).execute()).forEach(row -> rows.put(row.getString(0), row.getLong(1)));
        return rows;
    }
}
