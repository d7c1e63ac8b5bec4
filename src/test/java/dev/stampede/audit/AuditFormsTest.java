package dev.stampede.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.json.Json;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditFormsTest {
    private static final AuditReport BROKEN = new AuditReport(
            false,
            Instant.parse("2026-05-01T08:00:00Z"),
            List.of(new Invariant("I1", true, "all there"), new Invariant("I11", false, "one is lost")),
            List.of(
                    new CampaignFigures("0SA4DPC4C0392", "flash_sale", "live", 107, 103, 3, 1, 0, 0, false),
                    new CampaignFigures("0SA4DPC4C0393", "flash_sale", "ended", 7, 0, 0, 6, 1, 2, true)),
            0,
            1);

    @Test
    void json_has_the_members_of_the_contract_and_no_others() {
        assertThat(Json.write(AuditJson.write(BROKEN))).isEqualTo("""
                        {"ok":false,"at":"2026-05-01T08:00:00.000Z","invariants":[\
                        {"id":"I1","ok":true,"detail":"all there"},{"id":"I11","ok":false,"detail":"one is lost"}],\
                        "campaigns":[{"id":"0SA4DPC4C0392","kind":"flash_sale","state":"live","allocated":107,\
                        "available":103,"held":3,"sold":1,"unsettledBatches":0,"pendingReleases":0,"moving":false},\
                        {"id":"0SA4DPC4C0393","kind":"flash_sale","state":"ended","allocated":7,"available":0,"held":0,\
                        "sold":6,"unsettledBatches":1,"pendingReleases":2,"moving":true}]}""");
    }

    @Test
    void text_is_a_table_that_ends_in_the_summary() {
        assertThat(AuditText.write(BROKEN)).isEqualTo("""
                audit at 2026-05-01T08:00:00.000Z

                I1   ok      all there
                I11  BROKEN  one is lost

                campaign       kind        state     allocated available      held      sold unsettled releases
                0SA4DPC4C0392  flash_sale  live            107       103         3         1         0        0
                0SA4DPC4C0393  flash_sale  ended             7         0         0         6         1        2  moving

                audit: BROKEN I11, 2 campaigns (1 moving), oversold 0, lost 1
                """);
    }
}
