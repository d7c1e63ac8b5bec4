package dev.stampede.report;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.testing.OrderRows;
import dev.stampede.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** The report of a sale of ten units that opened at noon. */
class PgReportIT {
    private static final TestDatabase DATABASE = TestDatabase.shared();
    private static final Instant NOON = Instant.parse("2026-11-11T04:00:00Z");

    private final OrderRows rows = new OrderRows(DATABASE);
    private final PgReport report = new PgReport(DATABASE.pool());
    private final String campaign = rows.campaign(10);

    @Test
    void a_campaign_that_is_not_there_has_no_report() {
        assertThat(get(report.of("0000000000000"))).isEmpty();
    }

    @Test
    void a_campaign_that_nobody_came_to_is_all_zeros() {
        assertThat(written()).isEqualTo(Json.readOwn("""
                        {"attempts":0,"refusedByCode":{},"unitsHeld":0,"unitsSold":0,"gmvFen":0,"ordersByState":{},"bySource":[]}
                        """));
    }

    @Test
    void money_is_counted_by_where_it_came_from() {
        order("settled", 2, 1, "{\"leaderId\":\"lily\",\"chatGroupId\":\"g1\"}");
        order("paid", 1, 1, "{\"leaderId\":\"lily\",\"chatGroupId\":\"g1\",\"sharedBy\":\"bob\"}");
        order("fulfilled", 1, 1, "{\"leaderId\":\"mo\"}");
        order("settled", 1, 1, "");
        order("refunded", 1, 1, "{\"leaderId\":\"mo\"}");
        order("held", 1, 1, "{\"leaderId\":\"mo\"}");

        ObjectNode json = written();

        assertThat(json.path("gmvFen").longValue()).isEqualTo(5 * OrderRows.PRICE_FEN);
        assertThat(Json.write(json.path("bySource")))
                .isEqualTo("[{\"leaderId\":\"lily\",\"chatGroupId\":\"g1\",\"orders\":2,\"gmvFen\":2970},"
                        + "{\"leaderId\":\"mo\",\"orders\":1,\"gmvFen\":990},{\"orders\":1,\"gmvFen\":990}]");
        assertThat(Json.write(json.path("ordersByState")))
                .isEqualTo("{\"fulfilled\":1,\"held\":1,\"paid\":1,\"refunded\":1,\"settled\":2}");
    }

    @Test
    void it_is_sold_out_when_all_that_came_and_went_leaves_nothing() {
        opened();
        String first = order("expired", 4, 1_000, "");
        gone(first, "held", "expired", 2_000);
        order("settled", 6, 2_500, "");
        assertThat(written().has("soldOutAt")).as("four came back").isFalse();
        order("held", 4, 3_141, "");

        ObjectNode json = written();

        assertThat(json.path("soldOutAt").textValue()).isEqualTo("2026-11-11T04:00:03.141Z");
        assertThat(json.path("secondsToSellOut").longValue()).isEqualTo(4);
    }

    @Test
    void a_unit_that_comes_back_later_does_not_undo_it() {
        opened();
        String all = order("refunded", 10, 1_000, "");
        gone(all, "settled", "refunding", 9_000);

        assertThat(written().path("secondsToSellOut").longValue()).isEqualTo(1);
    }

    @Test
    void an_approval_after_the_opening_starts_the_clock() {
        opened();
        DATABASE.query("UPDATE campaign SET approved_at = $2 WHERE id = $1", campaign, at(5_000));
        order("held", 10, 7_000, "");

        assertThat(written().path("secondsToSellOut").longValue()).isEqualTo(2);
    }

    @Test
    void what_two_nodes_counted_is_one_sum_and_a_failed_step_loses_nothing() {
        PgAttempts one = new PgAttempts(DATABASE.pool());
        PgAttempts other = new PgAttempts(DATABASE.pool());
        for (int i = 0; i < 1_000; i++) {
            (i % 2 == 0 ? one : other).count(campaign, i % 10 == 0 ? "OK" : "SOLD_OUT");
        }
        DATABASE.query("ALTER TABLE attempt_count RENAME TO attempt_away");
        try {
            assertThat(TestDatabase.failure(one.step())).isNotNull();
        } finally {
            DATABASE.query("ALTER TABLE attempt_away RENAME TO attempt_count");
        }
        get(other.step());
        assertThat(written().path("attempts").longValue()).isEqualTo(500);
        get(one.step());
        get(one.step());

        ObjectNode json = written();
        assertThat(json.path("attempts").longValue()).isEqualTo(1_000);
        assertThat(Json.write(json.path("refusedByCode"))).isEqualTo("{\"SOLD_OUT\":900}");
    }

    private void opened() {
        DATABASE.query(
                "UPDATE campaign SET opens_at = $2, approved_at = $3 WHERE id = $1", campaign, at(0), at(-60_000));
    }

    /** An order that stands so, written so many ms after noon. */
    private String order(String state, int quantity, long afterNoon, String source) {
        String id = rows.held(campaign, 1, Duration.ofMinutes(5));
        DATABASE.query("UPDATE offer SET held = 0 WHERE campaign_id = $1", campaign);
        DATABASE.query(
                "UPDATE orders SET state = $2, quantity = $3, amount_fen = $3 * unit_price_fen, created_at = $4,"
                        + " source = nullif($5, '')::jsonb WHERE id = $1",
                id,
                state,
                quantity,
                at(afterNoon),
                source);
        return id;
    }

    private void gone(String order, String from, String to, long afterNoon) {
        DATABASE.query(
                "INSERT INTO order_move (order_id, position, from_state, to_state, at, cause)"
                        + " VALUES ($1, 9, $2, $3, $4, 'test')",
                order,
                from,
                to,
                at(afterNoon));
    }

    private static Object at(long afterNoon) {
        return NOON.plusMillis(afterNoon).atOffset(ZoneOffset.UTC);
    }

    private ObjectNode written() {
        return Json.readOwn(Json.write(ReportJson.write(get(report.of(campaign)).orElseThrow())));
    }
}
