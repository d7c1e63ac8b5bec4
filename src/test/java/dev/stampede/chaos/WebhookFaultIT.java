package dev.stampede.chaos;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.tsid.Tsid;
import dev.stampede.push.Receiver;
import dev.stampede.push.Receiver.Call;
import dev.stampede.testing.Await;
import io.vertx.sqlclient.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three processes deliver the events of what they sell, and the one that has a campaign in its hands is killed. */
@Tag("long")
class WebhookFaultIT {
    private static final int STOCK = 120;
    private static final int NODE_BITS = 10;
    private static final int COUNTER_BITS = 12;

    /** A lease runs for 30 s after its holder died. */
    private static final Duration SOON = Duration.ofSeconds(90);

    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean isHolding = new AtomicBoolean();
    private final CountDownLatch goOn = new CountDownLatch(1);

    @TempDir
    Path home;

    @Test
    void the_node_that_holds_a_campaigns_lease_dies_and_every_event_comes_in_its_order() {
        try (Receiver receiver = new Receiver(this::answer);
                ThreeNodes cluster = new ThreeNodes(home)) {
            assertThat(get(cluster.shop(0).webhook(receiver.url())).status()).isEqualTo(201);
            List<String> sales = List.of(
                    cluster.rig().sale(cluster.shop(0), STOCK, 2, 900),
                    cluster.rig().sale(cluster.shop(1), STOCK, 2, 900));
            List<Integer> numbers = List.of(
                    numberOf(cluster, 0, sales.get(0)),
                    numberOf(cluster, 1, sales.get(0)),
                    numberOf(cluster, 2, sales.get(0)));
            List<Crowd> crowds = sales.stream()
                    .map(sale -> new Crowd(cluster.rig().vertx(), sale, cluster.shops()).start(80, 2, 6, 7))
                    .toList();
            Await.until("some deliveries", SOON, () -> accepted.size() > 20);

            isHolding.set(true);
            int holder = numbers.indexOf(nodeOf(lease(cluster.rig())));
            assertThat(holder).as("the node with the lease").isNotNegative();
            cluster.node(holder).kill();
            isHolding.set(false);
            goOn.countDown();
            crowds.forEach(Crowd::finish);

            Rig rig = cluster.rig();
            Await.until("every event", SOON, () -> accepted.containsAll(events(rig, sales)));
            assertInOrder(receiver.calls(), rig, sales);
            sales.forEach(rig::audited);
        }
    }

    /** Accepts, but has the holder of a lease wait while it is looked for. */
    private int answer(Call call) {
        try {
            if (isHolding.get()) {
                goOn.await(10, TimeUnit.SECONDS);
                return 503;
            }
            accepted.add(call.id());
            return 204;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 503;
        }
    }

    /** The number that a node puts into every id, seen in an order that it takes. */
    private static int numberOf(ThreeNodes cluster, int node, String sale) {
        Shop.Reply reply = get(cluster.shop(node).purchase(sale, "scout-" + node, "a-key-of-the-scout-" + node, 1));
        return nodeOf(reply.body().path("order").path("id").asText());
    }

    private static int nodeOf(String id) {
        return (int) (Tsid.from(id).toLong() >>> COUNTER_BITS) & ((1 << NODE_BITS) - 1);
    }

    private static String lease(Rig rig) {
        String[] found = {""};
        Await.until("a lease", SOON, () -> {
            List<Row> rows = rig.sql("SELECT lease FROM webhook_place WHERE lease IS NOT NULL LIMIT 1");
            found[0] = rows.isEmpty() ? "" : rows.get(0).getString("lease");
            return !found[0].isEmpty();
        });
        return found[0];
    }

    private static List<String> events(Rig rig, List<String> sales) {
        return told(rig, sales).stream().map(row -> row.getString("id")).toList();
    }

    private static List<Row> told(Rig rig, List<String> sales) {
        return rig.sql(
                "SELECT id, campaign_id FROM logged_event WHERE campaign_id = ANY ($1::text[]) ORDER BY position",
                (Object) sales.toArray(String[]::new));
    }

    /** Whatever comes for the first time comes when all before it were accepted; what comes again is known already. */
    private static void assertInOrder(List<Call> calls, Rig rig, List<String> sales) {
        Map<String, Integer> places = new HashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        told(rig, sales)
                .forEach(row ->
                        places.put(row.getString("id"), counts.merge(row.getString("campaign_id"), 1, Integer::sum)));
        Map<String, Integer> seen = new HashMap<>();
        for (Call call : calls) {
            int last = seen.getOrDefault(call.campaignId(), 0);
            assertThat(places.get(call.id())).as(call.campaignId()).isBetween(1, last + 1);
            seen.merge(call.campaignId(), places.get(call.id()), Math::max);
        }
        assertThat(seen).isEqualTo(counts);
    }
}
