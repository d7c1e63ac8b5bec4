package dev.stampede.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.testing.TestDatabase;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CampaignTransitionIT {
    private final TestDatabase database = TestDatabase.shared();

    @Test
    void the_table_in_postgres_is_the_twin_of_the_enum() {
        List<String> written = new ArrayList<>();
        for (CampaignState from : CampaignState.values()) {
            for (CampaignState to : CampaignState.values()) {
                if (from.mayBecome(to)) {
                    written.add(from.word() + " " + to.word());
                }
            }
        }
        List<String> stored = new ArrayList<>();
        for (Row row : database.query("SELECT from_state, to_state FROM campaign_transition")) {
            stored.add(row.getString("from_state") + " " + row.getString("to_state"));
        }

        assertThat(stored).containsExactlyInAnyOrderElementsOf(written);
    }

    @Test
    void postgres_refuses_the_history_of_a_change_that_the_table_does_not_have() {
        PgCampaigns campaigns = new PgCampaigns(database.pool(), database.ids(), true);
        String id = TestDatabase.get(campaigns.create(Drafts.opening(Instant.now()), "olive"))
                .campaign()
                .id();

        Throwable refused =
                TestDatabase.failure(database.pool().preparedQuery("""
                        INSERT INTO campaign_history (campaign_id, from_state, to_state, actor, reason)
                        VALUES ($1::text, 'draft', 'live', 'olive', '')
                        """).execute(Tuple.of(id)));

        assertThat(refused).isInstanceOfSatisfying(PgException.class, e -> assertThat(e.getSqlState())
                .isEqualTo("23503"));
    }
}
