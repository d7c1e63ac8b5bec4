package dev.stampede.report;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.kind.Curve;
import dev.stampede.kind.CutRules;
import dev.stampede.kind.SeatRules;
import dev.stampede.money.Money;
import dev.stampede.testing.FormationRows;
import dev.stampede.testing.OrderRows;
import dev.stampede.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the report says of formations. */
class PgFormationFiguresIT {
    private static final Duration LATER = Duration.ofMinutes(5);
    private static final SeatRules SEATS = new SeatRules(0, 0, false, true, List.of());
    private static final CutRules CUTS = new CutRules(
            Money.ofFen(490), 1, 500, Curve.EVEN, 100, 0, 1, List.of(250L, 250L), false, true, 600, List.of());
    private static final TestDatabase DATABASE = TestDatabase.shared();

    private final FormationRows rows = new FormationRows(DATABASE, new OrderRows(DATABASE));
    private final PgReport report = new PgReport(DATABASE.pool());
    private final String campaign = rows.campaign(20);

    @Test
    void a_campaign_without_formations_says_nothing_of_them() {
        assertThat(written().has("formations")).isFalse();
    }

    @Test
    void formations_are_counted_by_what_became_of_them() {
        rows.ofSeats(campaign, "ann", 3, SEATS, LATER);
        String formed = rows.ofSeats(campaign, "bob", 2, SEATS, LATER);
        rows.seat(formed, "ann");
        became(formed, "formed", 90);
        became(rows.ofSeats(campaign, "cat", 2, SEATS, LATER), "lapsed", 0);
        became(rows.ofSeats(campaign, "dan", 2, SEATS, LATER), "dissolved", 0);
        String empty = rows.ofSeats(campaign, "eve", 2, SEATS, LATER);
        DATABASE.query("UPDATE formation SET state = 'dissolved', void_reason = 'ENDED' WHERE id = $1::text", empty);
        DATABASE.query("UPDATE orders SET void_reason = 'ENDED' WHERE formation_id = $1::text", empty);

        assertThat(Json.write(written().path("formations")))
                .isEqualTo("{\"open\":1,\"formed\":1,\"lapsed\":1,\"dissolved\":1,\"claimed\":0,\"people\":4,"
                        + "\"formationRate\":0.3333,\"averageSecondsToForm\":90,\"started\":4,\"shared\":0,"
                        + "\"startedFromShare\":0}");
    }

    @Test
    void who_was_helped_and_who_was_led_on_by_it_make_the_spread() {
        String first = rows.ofCuts(campaign, "ann", 2, CUTS, LATER);
        rows.cut(first, "bob", 250);
        rows.cut(first, "cat", 250);
        became(first, "claimed", 40);
        String second = rows.ofCuts(campaign, "bob", 2, CUTS, LATER);
        DATABASE.query("UPDATE formation SET parent_id = $2::text WHERE id = $1::text", second, first);
        rows.cut(second, "ann", 250);
        rows.ofCuts(campaign, "dan", 2, CUTS, LATER);

        ObjectNode formations = (ObjectNode) written().path("formations");

        assertThat(formations.path("started").asInt()).isEqualTo(3);
        assertThat(formations.path("shared").asInt()).isEqualTo(2);
        assertThat(formations.path("startedFromShare").asInt()).isOne();
        assertThat(formations.path("spreadFactor").decimalValue()).isEqualByComparingTo("0.5");
        assertThat(formations.path("people").asInt()).isEqualTo(4);
        assertThat(formations.path("claimed").asInt()).isOne();
        assertThat(formations.path("formed").asInt()).isOne();
    }

    private void became(String formation, String state, int seconds) {
        DATABASE.query("""
                UPDATE formation SET state = $2::text,
                  formed_at = CASE WHEN $3::int > 0 THEN opened_at + $3::int * interval '1 second' END
                WHERE id = $1::text
                """, formation, state, seconds);
    }

    private ObjectNode written() {
        return ReportJson.write(get(report.of(campaign)).orElseThrow());
    }
}
