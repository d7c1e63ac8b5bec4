package dev.stampede.push;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.tsid.TsidFactory;
import dev.stampede.testing.Await;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EventLogIT {
    private static final int CAMPAIGNS = 8;
    private static final int WRITERS = 4;
    private static final int RELAYS = 2;
    private static final long LIMIT_SECONDS = 300;

    private final LogServer server = new LogServer();
    private final TsidFactory ids = TsidFactory.newInstance1024(7);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicBoolean isOver = new AtomicBoolean();

    @AfterEach
    void stop() {
        isOver.set(true);
        threads.shutdownNow();
        server.close();
    }

    @Test
    void nobody_who_follows_the_log_misses_an_event_or_sees_one_out_of_order() throws Exception {
        follow(20_000);
    }

    @Test
    @Tag("long")
    void nobody_who_follows_the_log_misses_one_of_a_hundred_thousand() throws Exception {
        follow(100_000);
    }

    @Test
    void what_was_inserted_early_and_committed_late_stands_behind_what_was_seen_before() {
        List<Long> positions = new ArrayList<>();
        get(server.pool.withTransaction(slow -> insert(slow, "late")
                .compose(inserted -> insert(server.pool, "early"))
                .compose(committed -> server.relay.step())
                .compose(numbered -> position("early"))
                .onSuccess(positions::add)));
        get(server.relay.step());
        positions.add(get(position("late")));

        assertThat(positions).containsExactly(1L, 2L);
    }

    @Test
    void a_hint_tells_how_far_the_log_goes() {
        AtomicLong heard = new AtomicLong();
        server.hints.listen(hint -> heard.set(hint.through()));
        get(insert(server.pool, "one").compose(done -> insert(server.pool, "two")));
        get(server.relay.step());

        Await.until("the hint", Duration.ofSeconds(5), () -> heard.get() == 2);
        assertThat(EventsNumbered.read("{\"v\":2,\"somewhere\":7}")).isEmpty();
    }

    private void follow(int events) throws Exception {
        List<AtomicInteger> counts = IntStream.range(0, CAMPAIGNS)
                .mapToObj(campaign -> new AtomicInteger())
                .toList();
        var byCursor = threads.submit(() -> new Follower(server, events).byCursor());
        var byStream = threads.submit(() -> new Follower(server, events).byStream());
        List<Callable<Void>> relays = IntStream.range(0, RELAYS)
                .mapToObj(relay -> (Callable<Void>) this::relay)
                .toList();
        relays.forEach(threads::submit);
        var writers = IntStream.range(0, WRITERS)
                .mapToObj(i ->
                        new EventWriter(server.connection(), () -> ids.create().toString(), counts, i))
                .map(writer -> threads.submit(() -> writer.write(events / WRITERS / EventWriter.A_TRANSACTION)))
                .toList();

        for (var writer : writers) {
            writer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
        Follower cursor = byCursor.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        Follower stream = byStream.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(stream.streams()).isGreaterThan(5);
        assertWhole(cursor.seen(), counts);
        assertWhole(stream.seen(), counts);
        assertThat(stream.seen()).isEqualTo(cursor.seen());
        Row log = get(server.pool
                        .query(
                                "SELECT count(*) AS events, min(position) AS first, max(position) AS last FROM logged_event")
                        .execute())
                .iterator()
                .next();
        assertThat(List.of(log.getLong("events"), log.getLong("first"), log.getLong("last")))
                .containsExactly((long) events, 1L, (long) events);
    }

    private Void relay() {
        while (!isOver.get()) {
            server.relay.step().otherwise(0).await();
        }
        return null;
    }

    private static void assertWhole(List<ObjectNode> seen, List<AtomicInteger> counts) {
        Map<String, Integer> last = new HashMap<>();
        for (ObjectNode event : seen) {
            String campaign = event.path("campaignId").textValue();
            int n = event.path("data").path("n").intValue();
            assertThat(n).as(campaign).isEqualTo(last.getOrDefault(campaign, 0) + 1);
            last.put(campaign, n);
        }
        for (int i = 0; i < counts.size(); i++) {
            assertThat(last.get("campaign" + i)).isEqualTo(counts.get(i).get());
        }
    }

    private static Future<?> insert(SqlClient db, String id) {
        return db.preparedQuery(
                        "INSERT INTO event (id, type, campaign_id, data) VALUES ($1::text, 'order.held', 'c', '{}')")
                .execute(Tuple.of(id));
    }

    private Future<Long> position(String id) {
        return server.pool
                .preparedQuery("SELECT position FROM logged_event WHERE id = $1::text")
                .execute(Tuple.of(id))
                .map(rows -> rows.iterator().next().getLong("position"));
    }
}
