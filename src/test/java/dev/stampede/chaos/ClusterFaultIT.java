package dev.stampede.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.chaos.History.Word;
import dev.stampede.testing.Await;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Three processes sell one campaign while one of them dies, stands still, is cut off, or is replaced. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterFaultIT {
    private static final int STOCK = 600;
    private static final int SHOPPERS = 400;
    private static final Duration PAST_THE_HEARTBEAT = Duration.ofSeconds(60);
    private static final Duration STOPPED = Duration.ofSeconds(25);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofSeconds(30);

    /** A request that comes to a node that stops, and refusals that any shopper may get; no outcome is unknown. */
    private static final Set<String> ELSEWHERE = Set.of("DRAINING", "BUSY", "SOLD_OUT", "LIMIT_REACHED");

    private ThreeNodes cluster;

    @BeforeAll
    void three_nodes_find_each_other(@TempDir Path home) {
        cluster = new ThreeNodes(home);
    }

    @AfterAll
    void end() {
        cluster.close();
    }

    @Test
    void a_node_killed_in_mid_burst_takes_no_sold_unit_with_it() {
        String sale = cluster.rig().sale(cluster.shop(0), STOCK, 2, 900);
        Crowd crowd = crowd(sale, 1);
        crowd.awaitOks(200);
        cluster.node(2).kill();
        History history = crowd.finish();
        assertThat(history.unknown()).as("purchases that the kill left open").isPositive();
        cluster.rig().check(cluster.shop(0), sale, history, STOCK, 2);
        cluster.node(2).restart();
        cluster.awaitJoined();
        hintsCross(2, 0);
    }

    @Test
    void a_node_that_stood_still_past_the_heartbeat_comes_back_and_does_no_harm() {
        String sale = cluster.rig().sale(cluster.shop(0), STOCK, 2, 900);
        Crowd crowd = crowd(sale, 2);
        crowd.awaitOks(200);
        cluster.node(1).pause();
        try {
            Await.until("the others drop it", PAST_THE_HEARTBEAT, () -> cluster.health(0)
                    .contains("hears 1 of 1 others"));
        } finally {
            cluster.node(1).goOn();
        }
        cluster.rig().check(cluster.shop(0), sale, crowd.finish(), STOCK, 2);
        cluster.awaitJoined();
        hintsCross(1, 0);
    }

    @Test
    void two_halves_that_do_not_see_each_other_sell_one_stock_and_open_once() {
        cluster.split(2);
        Instant opensAt = Instant.now().plusSeconds(4);
        String sale = cluster.rig().sale(cluster.shop(0), STOCK, 2, 900, opensAt);
        Page here = cluster.page(0, sale);
        Page there = cluster.page(2, sale);
        here.awaitOne("the opening", "event", "campaign.opened");
        there.awaitOne("the opening", "event", "campaign.opened");
        Crowd crowd = crowd(sale, 3);
        crowd.awaitOks(STOCK / 2);
        cluster.heal();
        cluster.rig().check(cluster.shop(0), sale, crowd.finish(), STOCK, 2);
        assertThat(here.count("event", "campaign.opened")).isEqualTo(1);
        assertThat(there.count("event", "campaign.opened")).isEqualTo(1);
        assertThat(cluster.rig()
                        .count(
                                "SELECT count(*) FROM logged_event WHERE campaign_id = $1 AND type = 'campaign.opened'",
                                sale))
                .isEqualTo(1);
        hintsCross(2, 0);
        hintsCross(0, 2);
    }

    @Test
    void nodes_replaced_one_after_the_other_under_load_lose_nothing_and_say_goodbye() {
        for (int node = 0; node < 3; node++) {
            int other = (node + 1) % 3;
            String sale = cluster.rig().sale(cluster.shop(other), STOCK, 2, 900);
            Page page = cluster.page(node, sale);
            Crowd crowd = new Crowd(cluster.rig().vertx(), sale, cluster.shops()).start(SHOPPERS, 2, 6, 4);
            crowd.awaitOks(100);
            assertThat(cluster.node(node).stop(STOPPED)).isZero();
            JsonObject bye = page.awaitOne("a farewell", "type", "bye");
            assertThat(bye.getInteger("reconnectAfterMs")).isBetween(500, 10_000);
            Await.until("the socket is closed", SOON, page::isClosed);
            resumes(other, sale);
            History history = crowd.finish();
            System.out.println("node " + node + " replaced: " + history.summary());
            assertThat(history.codes()).as("what sent shoppers elsewhere").isSubsetOf(ELSEWHERE);
            cluster.rig().check(cluster.shop(other), sale, history, STOCK, 2);
            cluster.node(node).restart();
            cluster.awaitJoined();
        }
    }

    /** A page that comes back to another node hears what it missed, and no snapshot. */
    private void resumes(int node, String sale) {
        Page back = Page.resumed(cluster.rig().vertx(), cluster.node(node).http(), sale, 0);
        back.awaitOne("what it missed", "event", "campaign.opened");
        assertThat(back.count("type", "snapshot")).isZero();
        back.close();
    }

    private Crowd crowd(String sale, long seed) {
        return new Crowd(cluster.rig().vertx(), sale, cluster.shops()).start(SHOPPERS, 2, 24, seed);
    }

    /** A purchase at one node is soon seen at a page of the other. Ticks go by the bus only, and any of them may be lost. */
    private void hintsCross(int from, int to) {
        String sale = cluster.rig().sale(cluster.shop(from), 100, 2, 900);
        Page page = cluster.page(to, sale);
        Crowd buyer = new Crowd(cluster.rig().vertx(), sale, cluster.shop(from));
        int[] bought = {0};
        Await.until("a tick of node " + from + " at node " + to, SOON, () -> {
            assertThat(buyer.buy("shopper-" + bought[0], "the-only-wish-" + bought[0]++))
                    .isEqualTo(Word.OK);
            return page.hears("event", "stock", TICK);
        });
        page.close();
    }
}
