package dev.stampede.chaos;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.audit.CampaignFigures;
import dev.stampede.chaos.History.Told;
import dev.stampede.chaos.History.Wish;
import dev.stampede.json.Json;
import dev.stampede.testing.TestDatabase;
import dev.stampede.testing.TestStores;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A crowd before a sold out sale on two nodes, while units come back one by one and each new owner repeats at the other node. */
@Tag("long")
class SoldOutDuelIT {
    private static final int STOCK = 4;
    private static final int RETURNS = 200;
    private static final int STRANGERS = 20_000;
    private static final int AT_ONCE = 48;
    private static final int SPREAD_MS = 40;

    @TempDir
    static Path home;

    private static final String REDIS = TestStores.shared().redisUrl();
    private static final String POSTGRES = TestDatabase.another();
    private static Rig rig;
    private static Shop one;
    private static Shop two;

    @BeforeAll
    static void sell() {
        rig = new Rig(home, REDIS, POSTGRES);
        one = rig.node(REDIS, POSTGRES);
        two = rig.node(REDIS, POSTGRES);
    }

    @AfterAll
    static void end() {
        rig.close();
    }

    @Test
    void every_unit_that_comes_back_is_sold_and_whoever_has_it_is_told_so() {
        String sale = rig.sale(one, STOCK, 1, 900);
        Crowd owners = new Crowd(rig.vertx(), sale, one, two);
        Map<String, Boolean> cancelled = new HashMap<>();
        owners.start(STOCK, 1, STOCK, 71).finish();
        Crowd strangers = new Crowd(rig.vertx(), sale, one, two).startLeaving(STRANGERS, AT_ONCE, "passer-by");
        for (int round = 0; round < RETURNS; round++) {
            cancelled.put(cancelOne(owners, strangers, cancelled, round), true);
            Wish heir = new Wish("heir-" + round, "heir-wish-" + round, 1);
            get(untilTold(owners, heir, round));
            get(rig.vertx().timer(1 + round * 7 % SPREAD_MS, TimeUnit.MILLISECONDS));
        }
        strangers.finish();
        sellTheRest(owners);
        History history = owners.history();
        strangers.history().orders().values().forEach(history::add);
        System.out.println(strangers.history().summary() + " and " + history.summary());
        CampaignFigures figures = rig.audited(sale);
        history.check(one, STOCK + cancelled.size(), 1);
        strangers.history().check(two, STOCK + cancelled.size(), 1);
        assertThat(history.unitsSold()).isEqualTo(STOCK + cancelled.size());
        assertThat(figures.held()).isEqualTo(STOCK);
        assertThat(figures.available()).isZero();
    }

    /** An order that stands is cancelled at one node or the other; its id. */
    private static String cancelOne(Crowd owners, Crowd strangers, Map<String, Boolean> cancelled, int round) {
        List<Map.Entry<String, Told>> standing = new ArrayList<>();
        for (Crowd crowd : List.of(owners, strangers)) {
            crowd.history().orders().entrySet().stream()
                    .filter(order -> !cancelled.containsKey(order.getKey()))
                    .forEach(standing::add);
        }
        Map.Entry<String, Told> order = standing.get(round % standing.size());
        String shopper = order.getValue().wish().shopper();
        Shop shop = round % 2 == 0 ? one : two;
        assertThat(get(shop.change(shopper, order.getKey(), "cancel", "cancel-" + order.getKey(), Json.object()))
                        .status())
                .isEqualTo(200);
        return order.getKey();
    }

    /** Asks both nodes in turn, some times after the first yes too: then it must be yes at each. */
    private static Future<?> untilTold(Crowd owners, Wish wish, int round) {
        return owners.until(wish)
                .compose(word -> owners.until(wish))
                .compose(word -> owners.until(wish))
                .compose(word -> round % 3 == 0 ? owners.until(wish) : Future.succeededFuture(word));
    }

    /** Whatever a shopper did not take yet is there for those who come last. */
    private static void sellTheRest(Crowd owners) {
        for (int last = 0; last < 2 * STOCK; last++) {
            owners.buy("last-" + last, "last-wish-" + last);
        }
    }
}
