package dev.stampede.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.testing.Await;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one socket may say and hears, on a real server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeedSocketIT {
    private static final String NOWHERE = "0000000000000";

    private final FeedRig rig = new FeedRig();

    @AfterAll
    void stop() {
        rig.close();
    }

    @Test
    void a_connection_begins_with_hello_and_a_topic_with_its_snapshot() {
        String id = rig.live("exact");
        FeedClient client = rig.client();
        JsonObject hello = client.hear("hello");
        assertThat(hello.getInteger("heartbeatSeconds")).isEqualTo(25);
        assertThat(hello.getLong("serverTime")).isCloseTo(rig.now().toEpochMilli(), Offset.offset(60_000L));

        JsonObject snapshot = client.subscribe("campaign." + id).hear("snapshot");
        assertThat(snapshot.getString("topic")).isEqualTo("campaign." + id);
        assertThat(snapshot.getJsonObject("data").getString("id")).isEqualTo(id);
        assertThat(snapshot.getJsonObject("data")
                        .getJsonArray("offers")
                        .getJsonObject(0)
                        .getInteger("left"))
                .isEqualTo(100);
        assertThat(client.subscribe("campaign." + id).hear("snapshot")).isEqualTo(snapshot);

        rig.end(id);
        JsonObject ended = client.hear("event");
        assertThat(ended.getString("event")).isEqualTo("campaign.ended");
        assertThat(ended.getLong("seq")).isGreaterThan(snapshot.getLong("seq"));
        assertThat(ended.getJsonObject("data").getInteger("priceFen")).isEqualTo(500);
        assertThat(ended.getJsonObject("data").containsKey("audience")).isFalse();
        assertThat(client.subscribe("campaign." + id)
                        .hear("snapshot")
                        .getJsonObject("data")
                        .getString("state"))
                .isEqualTo("ended");
        client.leave();
    }

    @Test
    void a_topic_that_was_left_tells_nothing_more() {
        String id = rig.live("exact");
        FeedClient client = rig.client();
        client.subscribe("campaign." + id);
        client.hearAll();
        client.unsubscribe("campaign." + id).hearAll();
        rig.end(id);
        assertThat(client.hearAll()).isEmpty();
        client.leave();
    }

    @Test
    void a_ping_is_answered_with_both_clocks() {
        FeedClient client = rig.client();
        client.hear("hello");
        JsonObject pong = client.say("{\"type\":\"ping\",\"clientTime\":17}").hear("pong");
        assertThat(pong.getLong("clientTime")).isEqualTo(17);
        assertThat(pong.getLong("serverTime")).isGreaterThan(1_700_000_000_000L);
        client.leave();
    }

    @ParameterizedTest
    @CsvSource({
        "campaign.0000000000000, UNKNOWN_CAMPAIGN",
        "campaign.x, UNKNOWN_CAMPAIGN",
        "formation.0000000000000, UNKNOWN_FORMATION",
        "weather.0000000000000, NOT_FOUND",
        "campaign, NOT_FOUND",
        "me, UNAUTHENTICATED"
    })
    void a_topic_that_there_is_not_is_an_error(String topic, String code) {
        FeedClient client = rig.client();
        client.hear("hello");
        assertThat(client.subscribe(topic).hear("error").getString("code")).isEqualTo(code);
        assertThat(client.resume(topic, 0).hear("error").getString("code")).isEqualTo(code);
        client.leave();
    }

    @Test
    void what_can_not_be_understood_is_an_error() {
        FeedClient client = rig.client();
        client.hear("hello");
        client.say("nonsense");
        assertThat(client.hear("error").getString("code")).isEqualTo("MALFORMED");
        client.sayBytes();
        assertThat(client.hear("error").getString("code")).isEqualTo("MALFORMED");
        client.say("{\"type\":\"shout\"}");
        assertThat(client.hear("error").getString("code")).isEqualTo("INVALID");
        client.leave();
    }

    @Test
    void who_has_said_who_they_are_hears_of_their_own_orders_only() {
        String id = rig.live("exact");
        rig.orders(id, "ann", 1);
        FeedClient ann = rig.client();
        ann.hear("hello");
        ann.authenticate(rig.token("ann", Duration.ofHours(1))).subscribe("me");
        JsonObject snapshot = ann.hear("snapshot");
        assertThat(snapshot.getJsonObject("data").getJsonArray("orders")).isEmpty();
        rig.orders(id, "bob", 1);
        rig.orders(id, "ann", 2);
        JsonObject held = ann.hear("event");
        assertThat(held.getString("event")).isEqualTo("order.held");
        assertThat(held.getJsonObject("data").getString("campaignId")).isEqualTo(id);
        assertThat(held.getJsonObject("data").containsKey("shopperId")).isFalse();
        assertThat(ann.hearAll()).hasSize(1);

        FeedClient back = rig.client();
        back.hear("hello");
        back.authenticate(rig.token("ann", Duration.ofHours(1))).resume("me", snapshot.getLong("seq"));
        assertThat(List.of(back.hear("event"), back.hear("event"))).contains(held);
        assertThat(back.hearAll()).isEmpty();
        ann.leave();
        back.leave();
    }

    @Test
    void a_token_that_is_not_good_ends_the_socket() {
        FeedClient wrong = rig.client();
        wrong.hear("hello");
        assertThat(wrong.authenticate("a.b.c").hear("error").getString("code")).isEqualTo("UNAUTHENTICATED");
        assertThat(wrong.closeCode()).isEqualTo(4401);

        FeedClient expired = rig.client();
        expired.hear("hello");
        expired.authenticate(rig.token("eve", Duration.ofSeconds(40))).hearAll();
        rig.pass(Duration.ofSeconds(50));
        assertThat(expired.hear("error").getString("code")).isEqualTo("UNAUTHENTICATED");
        assertThat(expired.closeCode()).isEqualTo(4401);

        FeedClient other = rig.client();
        other.hear("hello");
        other.authenticate(rig.token("eve", Duration.ofHours(1)))
                .authenticate(rig.token("mallory", Duration.ofHours(1)))
                .hear("error");
        assertThat(other.closeCode()).isEqualTo(4401);
    }

    @Test
    void who_says_nothing_for_75_seconds_is_closed() {
        FeedClient silent = rig.client();
        FeedClient talking = rig.client();
        for (int i = 0; i < 2; i++) {
            talking.hearAll();
            rig.pass(Duration.ofSeconds(50));
        }
        assertThat(silent.closeCode()).isEqualTo(4408);
        talking.hearAll();
        assertThat(talking.isClosed()).isFalse();
        talking.leave();
    }

    @Test
    void a_shopper_has_five_sockets() {
        List<FeedClient> clients =
                IntStream.range(0, 6).mapToObj(i -> rig.client()).toList();
        String token = rig.token("greedy", Duration.ofHours(1));
        clients.subList(0, 5).forEach(client -> client.authenticate(token).hearAll());
        assertThat(clients.get(5).authenticate(token).closeCode()).isEqualTo(4429);
        clients.get(0).leave();
        Await.until("a place", Duration.ofSeconds(5), () -> {
            FeedClient next = rig.client();
            next.hear("hello");
            next.authenticate(token).subscribe("me");
            Await.until("an answer", Duration.ofSeconds(5), () -> next.isClosed() || next.hasHeard());
            boolean isIn = !next.isClosed();
            next.leave();
            return isIn;
        });
        clients.forEach(FeedClient::leave);
    }

    @Test
    void a_socket_has_64_topics() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 65; i++) {
            ids.add("campaign." + rig.live("hidden"));
        }
        FeedClient client = rig.client();
        client.subscribe(ids.subList(0, 64).toArray(String[]::new));
        for (int heard = 0; heard < 65; ) {
            heard += client.hearAll().size();
        }
        assertThat(client.isClosed()).isFalse();
        assertThat(client.subscribe(ids.get(64)).closeCode()).isEqualTo(4429);
    }

    @Test
    void who_asks_too_much_is_closed() {
        FeedClient client = rig.client();
        for (int i = 0; i < 300; i++) {
            client.subscribe("campaign." + NOWHERE);
        }
        assertThat(client.closeCode()).isEqualTo(4429);
    }

    @Test
    void who_comes_back_gets_what_was_missed_once() {
        String id = rig.approved(Instant.now().plusMillis(1_500), "exact");
        FeedClient first = rig.client();
        first.hear("hello");
        long seq = first.subscribe("campaign." + id).hear("snapshot").getLong("seq");
        first.leave();
        Await.until("the opening", Duration.ofSeconds(10), () -> rig.tick() > 0);
        rig.end(id);

        FeedClient back = rig.client();
        back.hear("hello");
        back.resume("campaign." + id, seq);
        JsonObject opened = back.hear("event");
        assertThat(opened.getString("event")).isEqualTo("campaign.opened");
        JsonObject ended = back.hear("event");
        assertThat(ended.getString("event")).isEqualTo("campaign.ended");
        assertThat(back.hearAll()).isEmpty();
        back.resume("campaign." + id, opened.getLong("seq"));
        assertThat(back.hear("event")).isEqualTo(ended);
        back.resume("campaign." + id, ended.getLong("seq"));
        assertThat(back.hearAll()).isEmpty();
        back.resume("campaign." + id, ended.getLong("seq") + 1_000);
        back.hear("snapshot");
        back.leave();
    }

    @Test
    void who_missed_more_than_a_hundred_events_begins_anew() {
        String id = rig.live("exact");
        FeedClient client = rig.client();
        client.hear("hello");
        client.authenticate(rig.token("hoarder", Duration.ofHours(1)));
        long seq = client.subscribe("me").hear("snapshot").getLong("seq");
        client.unsubscribe("me");
        client.hearAll();
        rig.orders(id, "hoarder", 100);
        client.resume("me", seq);
        for (int i = 0; i < 100; i++) {
            client.hear("event");
        }
        assertThat(client.unsubscribe("me").hearAll()).isEmpty();
        rig.orders(id, "hoarder", 1);
        client.resume("me", seq);
        client.hear("snapshot");
        client.leave();
    }
}
