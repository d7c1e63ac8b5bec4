package dev.stampede.feed;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.json.Json;
import dev.stampede.testing.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How long everybody else on an event loop waits while many are told: counted in messages, on a real server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeedSliceIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int SOCKETS = 1_400;

    private final FeedRig rig = new FeedRig();
    private List<FeedClient> clients = List.of();

    /** The turns of one event loop, and the most messages that it sent between two of them. */
    private final class Turns {
        private final Context loop;
        private volatile boolean isOver;
        private volatile long most;
        private long before;

        Turns(Context loop) {
            this.loop = loop;
        }

        void begin() {
            before = rig.sentHere();
            next();
        }

        private void next() {
            rig.vertx.timer(1, TimeUnit.NANOSECONDS).onSuccess(turn -> {
                long now = rig.sentHere();
                most = Math.max(most, now - before);
                before = now;
                if (!isOver) {
                    next();
                }
            });
        }
    }

    @BeforeAll
    void join() {
        List<Future<FeedClient>> connecting = IntStream.range(0, SOCKETS)
                .mapToObj(i -> rig.connect(rig.sockets()))
                .toList();
        clients = connecting.stream().map(client -> get(client)).toList();
        Await.until("all greetings", SOON, () -> rig.sent.sum() >= SOCKETS);
    }

    @AfterAll
    void stop() {
        rig.close();
    }

    @Test
    void one_event_for_very_many_lets_the_event_loop_turn_between_its_slices() {
        assertThat(mostInATurn(SOCKETS, 1)).isBetween(1L, (long) BusFanout.SLICE);
    }

    @Test
    void many_events_for_some_are_no_more_at_one_go_than_one_for_many() {
        assertThat(mostInATurn(200, 20)).isBetween(1L, (long) BusFanout.SLICE);
    }

    @Test
    void a_slice_is_shorter_where_every_socket_takes_its_time() {
        rig.drag(Duration.ofMillis(1));
        assertThat(mostInATurn(200, 1)).isBetween(1L, BusFanout.SLICE_MS);
        rig.drag(Duration.ZERO);
    }

    /** Tells so many events to so many sockets, and says how much the busiest turn of an event loop sent. */
    private long mostInATurn(int sockets, int events) {
        Topic topic = followed(sockets);
        long before = rig.sent.sum();
        List<Turns> turns = rig.loops.stream().map(Turns::new).toList();
        turns.forEach(loop -> loop.loop.runOnContext(go -> loop.begin()));
        get(rig.feed.tell(events(topic, events), 2_000));
        turns.forEach(loop -> loop.isOver = true);
        assertThat(rig.sent.sum() - before).isEqualTo((long) sockets * events);
        return turns.stream().mapToLong(loop -> loop.most).max().orElseThrow();
    }

    /** A campaign of its own that so many sockets listen to. */
    private Topic followed(int sockets) {
        Topic topic = Topic.campaign(rig.live("hidden"));
        long before = rig.sent.sum();
        clients.subList(0, sockets).forEach(client -> client.subscribe(topic.name()));
        Await.until("all snapshots", SOON, () -> rig.sent.sum() >= before + sockets);
        return topic;
    }

    private static List<Told> events(Topic topic, int count) {
        return LongStream.range(1_000, 1_000 + count)
                .mapToObj(position -> new Told(
                        topic, position, ServerMessage.event(topic, position, "campaign.sold_out", Json.object())))
                .toList();
    }
}
