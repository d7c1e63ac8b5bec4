package dev.stampede.chaos;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.audit.CampaignFigures;
import dev.stampede.json.Json;
import dev.stampede.testing.Await;
import dev.stampede.testing.HandTake;
import dev.stampede.testing.TestDatabase;
import dev.stampede.testing.TestStores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes beside each other, and what administrators do to them. */
@Tag("long")
class NodeFaultIT {
    private static final int STOCK = 600;

    @TempDir
    Path home;

    private static final String REDIS = TestStores.shared().redisUrl();

    private String postgres;
    private Rig rig;
    private Shop shop;

    @BeforeEach
    void sell() {
        postgres = TestDatabase.another();
        rig = new Rig(home, REDIS, postgres);
        shop = rig.node(REDIS, postgres);
    }

    @AfterEach
    void end() {
        rig.close();
    }

    @Test
    void two_nodes_that_sell_one_campaign_at_once_keep_one_order_of_settling() {
        Shop other = rig.node(REDIS, postgres);
        String sale = rig.sale(shop, STOCK, 2, 900);
        History history =
                new Crowd(rig.vertx(), sale, shop, other).start(400, 2, 48, 21).finish();
        assertThat(history.unitsSold()).isEqualTo(STOCK);
        rig.check(shop, sale, history, STOCK, 2);
    }

    @Test
    void scripts_that_are_flushed_in_mid_burst_are_loaded_again() {
        String sale = rig.sale(shop, STOCK, 2, 900);
        Crowd crowd = new Crowd(rig.vertx(), sale, shop).start(400, 2, 48, 22);
        for (int oks = 100; oks <= 400; oks += 100) {
            crowd.awaitOks(oks);
            rig.redis().run("SCRIPT", "FLUSH");
        }
        History history = crowd.finish();
        assertThat(history.coded("FENCED")).isPositive();
        rig.check(shop, sale, history, STOCK, 2);
    }

    @Test
    void garbage_in_the_outbox_in_mid_burst_is_cleared_by_a_reload() {
        String sale = rig.sale(shop, STOCK, 2, 900);
        Crowd crowd = new Crowd(rig.vertx(), sale, shop).start(400, 2, 48, 23).awaitOks(200);
        String generation = rig.redis().run("HGET", Rig.hash(sale), "generation");
        String far = generation + "-" + Long.MAX_VALUE / 2;
        rig.redis().run("XADD", "{c:" + sale + "}:outbox", far, "batch", "garbage");
        rig.check(shop, sale, crowd.finish(), STOCK, 2);
        assertThat(rig.redis().run("HGET", Rig.hash(sale), "generation")).isNotEqualTo(generation);
    }

    @Test
    void what_a_dead_node_took_is_settled_by_another_within_four_seconds() {
        String sale = rig.sale(shop, 10, 2, 900);
        new Crowd(rig.vertx(), sale, shop).start(3, 1, 3, 24).finish();
        HandTake hand = new HandTake(rig.redis(), "bun");
        String order = TestDatabase.shared().ids().get();
        String generation = rig.redis().run("HGET", Rig.hash(sale), "generation");
        hand.take(sale, hand.held(order, "alice", "key-of-a-dead-node"), "feedfeedfeedfeed", generation);

        Await.until(
                "the order is there",
                Duration.ofSeconds(4),
                () -> rig.count("SELECT count(*) FROM orders WHERE id = $1::text", order) == 1);
        CampaignFigures figures = rig.audited(sale);
        assertThat(figures.held()).isEqualTo(4);
        assertThat(figures.available()).isEqualTo(6);
    }

    @Test
    void what_was_taken_and_lost_before_a_burst_goes_on_is_found_by_the_next_batch() {
        String sale = rig.sale(shop, STOCK, 2, 900);
        Crowd crowd = new Crowd(rig.vertx(), sale, shop).start(300, 2, 48, 25).awaitOks(100);
        HandTake hand = new HandTake(rig.redis(), "bun");
        String order = TestDatabase.shared().ids().get();
        String generation = rig.redis().run("HGET", Rig.hash(sale), "generation");
        hand.take(sale, hand.held(order, "alice", "key-of-a-dead-node"), "feedfeedfeedfeed", generation);
        History history = crowd.finish();

        assertThat(history.slowest()).isLessThanOrEqualTo(2_000);
        CampaignFigures figures = rig.audited(sale);
        assertThat(figures.held()).isEqualTo(history.unitsSold() + 1);
        history.check(shop, STOCK, 2);
    }

    @Test
    void what_came_due_while_no_node_ran_is_told_once_and_marked_late() {
        String sale = rig.sale(shop, 10, 1, 900, Instant.now().plusSeconds(3_600));
        rig.close();
        rig = new Rig(home.resolve("later"), REDIS, postgres);
        rig.sql("UPDATE campaign SET opens_at = now() - interval '1 minute' WHERE id = $1::text", sale);
        Shop first = rig.node(REDIS, postgres);
        Shop second = rig.node(REDIS, postgres);
        String opened = "SELECT count(*) FROM event WHERE campaign_id = $1::text AND type = 'campaign.opened'";
        Await.until(
                "the opening", Duration.ofSeconds(10), () -> rig.count(opened + " AND position IS NOT NULL", sale) > 0);
        for (Shop node : List.of(first, second)) {
            assertThat(get(node.operate("/" + sale + "/pause", Json.object())).status())
                    .isLessThan(300);
            assertThat(get(node.operate("/" + sale + "/resume", Json.object())).status())
                    .isLessThan(300);
        }
        assertThat(rig.count(opened, sale)).isEqualTo(1);
        assertThat(rig.count(opened + " AND data ->> 'late' = 'true'", sale)).isEqualTo(1);
    }

    @Test
    void units_that_nobody_pays_for_come_back_while_the_store_is_away() {
        String sale = rig.sale(shop, 40, 1, 1);
        History first = new Crowd(rig.vertx(), sale, shop).start(40, 1, 16, 26).finish();
        assertThat(first.unitsSold()).isEqualTo(40);
        rig.redis().run("SCRIPT", "FLUSH");
        LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
        Await.until("all is given back", Duration.ofSeconds(10), () -> rig.redis()
                .run("HGET", Rig.hash(sale), "left:bun")
                .equals("40"));
        rig.audited(sale);
    }
}
