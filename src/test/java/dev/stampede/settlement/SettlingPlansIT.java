package dev.stampede.settlement;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.kind.Membership;
import dev.stampede.kind.Opening;
import dev.stampede.kind.OrderHeld;
import dev.stampede.kind.Outcome;
import dev.stampede.kind.SeatRules;
import dev.stampede.money.Money;
import dev.stampede.postgres.PgPools;
import dev.stampede.testing.TestDatabase;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SettlingPlansIT {
    private static final int TEAMS = 400;
    private static final int AN_ENTRY = 50;

    private final Road road = new Road();
    private final String campaign = road.open(10_000);
    private final SqlConnection db = get(PgPools.connect(TestDatabase.shared().vertx(), road.url));
    private long sequence;
    private String previous = road.field(campaign, "batch");

    @AfterEach
    void disconnect() {
        get(db.close());
    }

    /** Its statements are planned before the first sale, and nothing is analyzed in the minute of an opening. */
    @Test
    void a_commit_looks_up_its_rows_although_it_was_planned_while_there_were_none() {
        PgSettling settling = road.settling(road.redis);
        for (int i = 0; i < 8; i++) {
            get(settling.rehearse(db));
        }
        List<String> teams = new ArrayList<>();
        for (int i = 0; i < TEAMS; i++) {
            teams.add(road.ids.get());
        }
        settle(settling, i -> seat("leader-" + i, teams.get(i), opening("leader-" + i)));
        Map<String, Long> before = readFromEndToEnd();

        settle(settling, i -> seat("friend-" + i, teams.get(i), null));

        Map<String, Long> after = readFromEndToEnd();
        after.forEach((table, rows) -> assertThat(rows - before.getOrDefault(table, 0L))
                .as("rows of %s that %s commits read from end to end", table, TEAMS / AN_ENTRY)
                .isLessThan(TEAMS));
    }

    private void settle(PgSettling settling, IntFunction<Outcome> outcome) {
        for (int from = 0; from < TEAMS; from += AN_ENTRY) {
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = from; i < from + AN_ENTRY; i++) {
                outcomes.add(outcome.apply(i));
            }
            sequence++;
            String batch = HexFormat.of().toHexDigits(sequence);
            long generation = Long.parseLong(road.field(campaign, "generation"));
            Entry entry = new Entry(
                    campaign,
                    generation,
                    sequence,
                    batch,
                    previous,
                    Instant.now().toEpochMilli(),
                    outcomes,
                    null);
            previous = batch;
            assertThat(get(settling.run(db, List.of(entry))).values())
                    .extracting(Verdict::kind)
                    .containsExactly(Verdict.Kind.APPLIED);
        }
    }

    private OrderHeld seat(String shopper, String team, @Nullable Opening opening) {
        return new OrderHeld(
                road.ids.get(),
                shopper,
                "a-key-of-" + shopper,
                "0".repeat(32),
                Road.SKU,
                1,
                Money.ofFen(990),
                null,
                new Membership(team, true, "TEAM_CLOSED", opening));
    }

    private static Opening opening(String shopper) {
        long deadline = Instant.now().plusSeconds(3_600).toEpochMilli();
        return new Opening(shopper, 3, Money.ofFen(990), new SeatRules(0, 0, false, true, List.of()), deadline);
    }

    private Map<String, Long> readFromEndToEnd() {
        get(db.query("SELECT pg_stat_force_next_flush()").execute());
        get(db.query("SELECT pg_stat_clear_snapshot()").execute());
        Map<String, Long> rows = new TreeMap<>();
        get(road.pool
                        .query("SELECT relname, seq_tup_read FROM pg_stat_user_tables")
                        .execute())
                .forEach(row -> rows.put(row.getString("relname"), row.getLong("seq_tup_read")));
        return rows;
    }
}
