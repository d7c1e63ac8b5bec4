package dev.stampede.chaos;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.audit.CampaignFigures;
import dev.stampede.chaos.History.Wish;
import dev.stampede.chaos.History.Word;
import dev.stampede.chaos.Shop.Reply;
import dev.stampede.json.Json;
import dev.stampede.order.Reacquisition.Verdict;
import dev.stampede.testing.TestDatabase;
import dev.stampede.testing.TestStores;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A purchase against the two takes that are none: stock that is taken out, and late money. */
@Tag("long")
class StockDuelIT {
    private static final int ROUNDS = 200;
    private static final int SPREAD_MS = 16;
    private static final int BUYERS = 4;
    private static final int UNITS_A_ROUND = 6;
    private static final int WITHDRAWN_AT_ONCE = 4;

    @TempDir
    static Path home;

    private static final String REDIS = TestStores.shared().redisUrl();
    private static final String POSTGRES = TestDatabase.another();
    private static Rig rig;
    private static Shop shop;
    private static LateMoney lateMoney;

    @BeforeAll
    static void sell() {
        rig = new Rig(home, REDIS, POSTGRES);
        shop = rig.node(REDIS, POSTGRES);
        lateMoney = new LateMoney(rig, POSTGRES);
    }

    @AfterAll
    static void end() {
        rig.close();
    }

    @Test
    void a_purchase_and_a_withdrawal_share_what_is_left() {
        String sale = rig.sale(shop, UNITS_A_ROUND, 1, 900);
        Crowd crowd = new Crowd(rig.vertx(), sale, shop);
        int withdrawals = 0;
        int granted = UNITS_A_ROUND;
        for (int round = 0; round < ROUNDS; round++) {
            List<Future<Word>> words = new ArrayList<>();
            for (int buyer = 0; buyer < BUYERS; buyer++) {
                words.add(crowd.until(new Wish("shopper-" + round + "-" + buyer, "wish-" + round + "-" + buyer, 1)));
            }
            Reply reply = get(stock(sale, -WITHDRAWN_AT_ONCE));
            words.forEach(TestDatabase::get);
            assertThat(reply.status() + " " + reply.code()).isIn("200 ", "409 SOLD_OUT");
            withdrawals += reply.status() == 200 ? 1 : 0;
            int left =
                    granted - WITHDRAWN_AT_ONCE * withdrawals - crowd.history().unitsSold();
            assertThat(rig.redis().run("HGET", Rig.hash(sale), "left:bun")).isEqualTo(Integer.toString(left));
            granted += add(sale, UNITS_A_ROUND - left);
        }
        assertThat(withdrawals).as("rounds that the withdrawal won").isBetween(1, ROUNDS - 1);
        rig.check(shop, sale, crowd.history(), granted - WITHDRAWN_AT_ONCE * withdrawals, 1);
        assertThat(rig.count("SELECT sum(delta)::bigint FROM stock_change WHERE campaign_id = $1::text", sale))
                .isEqualTo(granted - UNITS_A_ROUND - WITHDRAWN_AT_ONCE * withdrawals);
    }

    @Test
    void late_money_and_a_rival_share_the_last_unit() {
        String sale = rig.sale(shop, ROUNDS, 1, 900);
        new Crowd(rig.vertx(), sale, shop).start(ROUNDS, 1, 32, 51).finish();
        List<Row> expired = lateMoney.expireAll(sale, ROUNDS);
        assertThat(expired).hasSize(ROUNDS);
        assertThat(get(stock(sale, 1 - ROUNDS)).status()).isEqualTo(200);
        Crowd rivals = new Crowd(rig.vertx(), sale, shop);
        int taken = 0;
        for (int round = 0; round < ROUNDS; round++) {
            boolean isRivalFirst = round % 2 == 0;
            Wish wish = new Wish("rival-" + round, "rival-wish-" + round, 1);
            Future<Word> early = isRivalFirst ? rivals.until(wish) : null;
            Future<Verdict> late = lateMoney.pay(expired.get(round).getString("id"));
            Word word = get(early == null ? behind(late, round, () -> rivals.until(wish)) : early);
            Verdict verdict = get(late);
            assertThat(verdict == Verdict.TAKEN)
                    .as("late money %s, the rival %s", verdict, word)
                    .isNotEqualTo(word == Word.OK);
            taken += verdict == Verdict.TAKEN ? 1 : 0;
            add(sale, 1);
        }
        assertThat(taken).as("rounds that late money won").isBetween(1, ROUNDS - 1);
        finish(sale, taken, ROUNDS - taken, 1);
    }

    @Test
    void late_money_and_the_shoppers_own_purchase_share_her_limit() {
        String sale = rig.sale(shop, 2 * ROUNDS, 1, 900);
        new Crowd(rig.vertx(), sale, shop).start(ROUNDS, 1, 32, 52).finish();
        List<Row> expired = lateMoney.expireAll(sale, 2 * ROUNDS);
        Crowd again = new Crowd(rig.vertx(), sale, shop);
        int taken = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Row order = expired.get(round);
            Wish wish = new Wish(order.getString("shopper_id"), "second-wish-" + round, 1);
            Future<Word> early = round % 2 == 0 ? again.until(wish) : null;
            Future<Verdict> late = lateMoney.pay(order.getString("id"));
            Word word = get(early == null ? behind(late, round, () -> again.until(wish)) : early);
            Verdict verdict = get(late);
            assertThat(verdict == Verdict.TAKEN)
                    .as("late money %s, her purchase %s", verdict, word)
                    .isNotEqualTo(word == Word.OK);
            taken += verdict == Verdict.TAKEN ? 1 : 0;
        }
        assertThat(taken).as("rounds that late money won").isBetween(1, ROUNDS - 1);
        finish(sale, taken, ROUNDS - taken, ROUNDS);
    }

    /** Asks some ms after late money set out, so that either may be first; in the last round once it has arrived. */
    private static Future<Word> behind(Future<Verdict> late, int round, Supplier<Future<Word>> purchase) {
        return round == ROUNDS - 1
                ? late.compose(arrived -> purchase.get())
                : rig.vertx()
                        .timer(1 + round % SPREAD_MS, TimeUnit.MILLISECONDS)
                        .compose(waited -> purchase.get());
    }

    private static void finish(String sale, long sold, long held, long available) {
        CampaignFigures figures = rig.audited(sale);
        assertThat(figures.sold()).isEqualTo(sold);
        assertThat(figures.held()).isEqualTo(held);
        assertThat(figures.available()).isEqualTo(available);
    }

    /** Grants more units and waits until Redis has them. */
    private static int add(String sale, int units) {
        if (units > 0) {
            assertThat(get(stock(sale, units)).status()).isEqualTo(200);
        }
        return Math.max(0, units);
    }

    private static Future<Reply> stock(String sale, int delta) {
        ObjectNode body = Json.object();
        body.put("sku", "bun").put("delta", delta).put("reason", "duel");
        return shop.operate("/" + sale + "/stock", body);
    }
}
