package dev.stampede.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What everybody hears of one formation: how far it is, and nobody's name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeedFormationIT {
    private static final String ONE = "0N8KQ2Z7M4X1A";
    private static final String OTHER = "0N8KQ2Z7M4X1B";

    private final FeedRig rig = new FeedRig();
    private final String campaign = rig.live("exact");

    @AfterAll
    void stop() {
        rig.close();
    }

    @Test
    void a_formation_begins_with_itself_and_then_tells_what_happens_in_it_alone() {
        formation(ONE);
        formation(OTHER);
        FeedClient client = rig.client();
        client.hear("hello");
        JsonObject snapshot = client.subscribe("formation." + ONE).hear("snapshot");
        assertThat(snapshot.getJsonObject("data").getString("id")).isEqualTo(ONE);
        assertThat(snapshot.getJsonObject("data").getString("owner")).isEqualTo("a**");

        happens(OTHER, "formation.advanced", 1);
        happens(ONE, "formation.advanced", 1);
        rig.tell();

        JsonObject event = client.hear("event");
        assertThat(event.getString("event")).isEqualTo("formation.advanced");
        JsonObject data = event.getJsonObject("data");
        assertThat(data.getString("formationId")).isEqualTo(ONE);
        assertThat(data.getString("campaignId")).isEqualTo(campaign);
        assertThat(data.getString("owner")).isEqualTo("a**");
        assertThat(data.getString("name")).isEqualTo("王**");
        assertThat(data.encode()).doesNotContain("ann", "王小明", "shopperId", "ownerId");
        assertThat(client.hearAll()).isEmpty();

        happens(ONE, "formation.formed", 2);
        rig.tell();
        assertThat(client.hear("event").getString("event")).isEqualTo("formation.formed");
        client.leave();
    }

    @Test
    void who_comes_back_hears_what_happened_meanwhile() {
        String id = "0N8KQ2Z7M4X1D";
        formation(id);
        FeedClient first = rig.client().join("formation." + id);
        happens(id, "formation.advanced", 1);
        rig.tell();
        long seq = first.hear("event").getLong("seq");
        first.unsubscribe("formation." + id).hearAll();
        happens(id, "formation.formed", 2);
        rig.tell();
        assertThat(first.hearAll()).isEmpty();

        assertThat(first.resume("formation." + id, seq).hear("event").getString("event"))
                .isEqualTo("formation.formed");
        assertThat(first.hearAll()).isEmpty();
        first.leave();
    }

    @Test
    void a_node_reads_only_the_formations_that_somebody_listens_to() {
        Topic topic = Topic.formation(ONE);
        Places places = new Places();
        places.follow(topic);
        places.follow(topic);
        places.follow(Topic.campaign(OTHER));
        assertThat(places.formations()).isEqualTo(List.of(ONE));
        places.unfollow(topic);
        assertThat(places.formations()).isEqualTo(List.of(ONE));
        places.unfollow(topic);
        assertThat(places.formations()).isEmpty();
    }

    private void formation(String id) {
        rig.sql("""
                INSERT INTO formation (id, campaign_id, kind, sku, form, state, opener_id, owner_id, goal, price_fen, rules,
                  opened_at, deadline_at, generation, sequence)
                VALUES ($1::text, $2::text, 'by_hand', 'eggs', 'seats', 'forming', 'ann', 'ann', 2, 990,
                  '{"form": "seats"}', now(), now() + interval '1 hour', 1, 1)
                """, id, campaign);
    }

    private void happens(String formation, String type, int progress) {
        rig.sql("""
                INSERT INTO event (id, type, campaign_id, data)
                VALUES ($1::text || $4::int, $3::text, $2::text, jsonb_build_object('formationId', $1::text, 'sku', 'eggs',
                  'ownerId', 'ann', 'shopperId', '王小明', 'progress', $4::int, 'goal', 2, 'priceFen', 990,
                  'deadlineAt', '2026-11-22T12:00:00.000Z'))
                """, formation, campaign, type, progress);
    }
}
