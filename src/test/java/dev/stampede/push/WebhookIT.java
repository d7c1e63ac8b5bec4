package dev.stampede.push;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.push.Receiver.Call;
import dev.stampede.testing.Await;
import dev.stampede.testing.TestDatabase;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final WebhookLadder QUICK =
            new WebhookLadder(List.of(Duration.ofMillis(30), Duration.ofMillis(100)), Duration.ofDays(1));

    private final LogServer server = new LogServer();
    private final WebhookClient webhooks = new WebhookClient(server);
    private final List<Receiver> receivers = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
        server.close();
        receivers.forEach(Receiver::close);
    }

    @Test
    void a_receiver_that_fails_stalls_and_dies_gets_every_event_in_the_order_of_its_campaign() {
        int transactions = 40;
        AtomicInteger asked = new AtomicInteger();
        Map<String, Integer> accepted = new ConcurrentHashMap<>();
        CountDownLatch stalled = new CountDownLatch(1);
        Receiver receiver = receiver(call -> {
            int n = asked.incrementAndGet();
            if (n == 25) {
                hold(stalled);
            }
            int status = n % 7 == 0 ? 500 : n % 11 == 0 ? 302 : n % 13 == 0 ? 429 : 204;
            if (status == 204) {
                accepted.merge(call.campaignId(), call.n(), Math::max);
            }
            return status;
        });
        webhooks.create(receiver.url());
        server.sender(QUICK);
        server.sender(QUICK);
        List<AtomicInteger> counts =
                IntStream.range(0, 4).mapToObj(i -> new AtomicInteger()).toList();
        for (int i = 0; i < 4; i++) {
            EventWriter writer =
                    new EventWriter(server.connection(), TestDatabase.shared().ids(), counts, i);
            threads.submit(() -> writer.write(transactions / 4));
        }

        Await.until("some events", LIMIT, () -> asked.get() > 60);
        Await.until("the one that stalls", LIMIT, () -> webhooks.hasFailed("no answer"));
        receiver.die();
        Await.until("failures", LIMIT, () -> webhooks.hasFailed("refused"));
        receiver.comeBack();
        Await.until("every event", LIMIT, () -> sum(accepted) == transactions * EventWriter.A_TRANSACTION);

        assertInOrder(receiver.calls());
        stalled.countDown();
    }

    @Test
    void one_campaign_or_receiver_that_fails_holds_up_nobody_else() {
        CountDownLatch never = new CountDownLatch(1);
        Receiver picky = receiver(call -> call.campaignId().equals("poison") ? 500 : 200);
        Receiver stuck = receiver(call -> hold(never));
        webhooks.create(stuck.url());
        webhooks.create(picky.url());
        server.sender(QUICK);
        for (int n = 1; n <= 20; n++) {
            write("poison", n);
            for (int campaign = 0; campaign < 20; campaign++) {
                write("campaign" + campaign, n);
            }
        }

        Await.until("all but the poison", LIMIT, () -> accepted(picky) == 400);
        assertInOrder(picky.calls());
        assertThat(picky.calls())
                .filteredOn(call -> call.campaignId().equals("poison"))
                .isNotEmpty()
                .allMatch(call -> call.n() == 1);
        never.countDown();
    }

    @Test
    void every_request_is_signed_and_while_secrets_rotate_by_both() {
        Receiver receiver = receiver(call -> 200);
        ObjectNode made = webhooks.create(receiver.url());
        String id = made.path("id").textValue();
        server.sender(QUICK);
        write("c", 1);
        Await.until("the first", LIMIT, () -> has(receiver, 1));
        ObjectNode rotated = webhooks.post(200, "/" + id + "/rotate", "{}");
        write("c", 2);
        Await.until("the second", LIMIT, () -> has(receiver, 2));
        get(server.pool
                .query("UPDATE webhook SET old_secret_until = now() - interval '1 second'")
                .execute());
        write("c", 3);
        Await.until("the third", LIMIT, () -> has(receiver, 3));

        String first = made.path("secret").textValue();
        String second = rotated.path("secret").textValue();
        assertThat(signers(firstOf(receiver, 1), first, second)).containsExactly(first);
        assertThat(signers(firstOf(receiver, 2), first, second)).containsExactly(first, second);
        assertThat(signers(firstOf(receiver, 3), first, second)).containsExactly(second);
        assertThat(receiver.calls()).allMatch(call -> call.contentType().equals("application/json"));
        assertThat(webhooks.get("/" + id).toString()).doesNotContain("whsec_");
        assertThat(webhooks.get("").toString()).doesNotContain("whsec_");
    }

    @Test
    void what_fails_for_long_is_disabled_and_enabled_it_goes_on_where_it_stopped() {
        int[] status = {503};
        Receiver receiver = receiver(call -> status[0]);
        String id = webhooks.create(receiver.url()).path("id").textValue();
        server.sender(new WebhookLadder(List.of(Duration.ofMillis(30)), Duration.ofSeconds(1)));
        write("c", 1);
        write("c", 2);

        Await.until("it is disabled", LIMIT, () -> server.disabled.get() == 1);
        ObjectNode disabled = webhooks.get("/" + id);
        assertThat(disabled.path("state").textValue()).isEqualTo("disabled");
        assertThat(disabled.path("disabledReason").textValue()).isEqualTo("failing");
        assertThat(get(server.pool
                                .query("SELECT data::text AS data FROM logged_event WHERE type = 'webhook.disabled'")
                                .execute())
                        .iterator()
                        .next()
                        .getString("data"))
                .contains(id);
        status[0] = 200;
        write("c", 3);
        ObjectNode enabled = webhooks.post(200, "/" + id + "/enable", "{}");
        assertThat(enabled.path("state").textValue()).isEqualTo("enabled");
        Await.until("all three", LIMIT, () -> has(receiver, 3));
        assertInOrder(receiver.calls());
    }

    @Test
    void who_is_gone_is_not_asked_again() {
        Receiver receiver = receiver(call -> 410);
        String id = webhooks.create(receiver.url()).path("id").textValue();
        server.sender(QUICK);
        write("c", 1);

        Await.until("it is disabled", LIMIT, () -> server.disabled.get() == 1);
        assertThat(webhooks.get("/" + id).path("disabledReason").textValue()).isEqualTo("gone");
        assertThat(receiver.calls()).hasSize(1);
    }

    @Test
    void a_replay_sends_once_more_what_stands_behind_the_cursor() {
        Receiver receiver = receiver(call -> 200);
        for (int n = 1; n <= 3; n++) {
            write("early", n);
        }
        get(server.relay.step());
        String id = webhooks.create(receiver.url()).path("id").textValue();
        server.sender(QUICK);
        write("late", 1);
        Await.until("what is new", LIMIT, () -> has(receiver, 1));

        webhooks.post(200, "/" + id + "/replay", "{\"after\":\"1\"}");
        Await.until("all but the first", LIMIT, () -> has(receiver, 3) && told(receiver, "late1") >= 2);
        assertThat(told(receiver, "early1")).isZero();
        assertThat(told(receiver, "early2")).isPositive();
    }

    @Test
    void it_gets_the_types_it_asked_for_and_a_sender_that_died_is_followed_by_another() {
        Receiver receiver = receiver(call -> 200);
        webhooks.post(201, "", "{\"url\":\"" + receiver.url() + "\",\"events\":[\"order.paid\",\"campaign.opened\"]}");
        write("c", 1);
        write("c", "order.paid", 2);
        get(server.relay.step().compose(numbered -> server.queue.spread()));
        assertThat(get(server.queue.claim(4, Set.of()))).hasSize(1);
        server.sender(QUICK);
        assertThat(get(server.queue.claim(4, Set.of()))).isEmpty();
        get(server.pool
                .query("UPDATE webhook_place SET next_attempt_at = now()")
                .execute());

        Await.until("the paid order", LIMIT, () -> has(receiver, 2));
        assertThat(has(receiver, 1)).isFalse();
    }

    private Receiver receiver(Function<Call, Integer> answer) {
        Receiver receiver = new Receiver(answer);
        receivers.add(receiver);
        return receiver;
    }

    private static int hold(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 500;
    }

    /** Whoever comes for the first time comes behind the one before; what comes again is known already. */
    private static void assertInOrder(List<Call> calls) {
        Map<String, Integer> seen = new HashMap<>();
        for (Call call : calls) {
            int last = seen.getOrDefault(call.campaignId(), 0);
            assertThat(call.n()).as(call.campaignId()).isBetween(1, last + 1);
            seen.put(call.campaignId(), Math.max(last, call.n()));
        }
    }

    private static int sum(Map<String, Integer> accepted) {
        return accepted.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static long accepted(Receiver receiver) {
        return receiver.calls().stream()
                .filter(call -> !call.campaignId().equals("poison"))
                .map(Call::id)
                .distinct()
                .count();
    }

    /** Which of the secrets signed, by a check that shares nothing with the engine's own. */
    private static List<String> signers(Call call, String... secrets) {
        return List.of(secrets).stream()
                .filter(secret ->
                        SignatureCheck.isSigned(secret, call.id(), call.timestamp(), call.body(), call.signature()))
                .toList();
    }

    private static long told(Receiver receiver, String event) {
        return receiver.calls().stream()
                .filter(call -> event.equals(call.campaignId() + call.n()))
                .count();
    }

    private static boolean has(Receiver receiver, int n) {
        return receiver.calls().stream().anyMatch(call -> call.n() == n);
    }

    private static Call firstOf(Receiver receiver, int n) {
        return receiver.calls().stream()
                .filter(call -> call.n() == n)
                .findFirst()
                .orElseThrow();
    }

    private void write(String campaign, int n) {
        write(campaign, "order.held", n);
    }

    private void write(String campaign, String type, int n) {
        get(server.pool
                .preparedQuery("INSERT INTO event (id, type, campaign_id, data)"
                        + " VALUES ($1::text, $2::text, $3::text, jsonb_build_object('n', $4::int))")
                .execute(Tuple.of(TestDatabase.shared().ids().get(), type, campaign, n)));
    }
}
