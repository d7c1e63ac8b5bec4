package dev.stampede.testing;

import dev.stampede.inventory.CampaignKeys;
import dev.stampede.kind.OrderHeld;
import dev.stampede.kind.Outcomes;
import dev.stampede.money.Money;
import dev.stampede.redis.Script;
import io.vertx.redis.client.Response;
import java.util.Objects;

/** Takes of one unit at 990 fen that go no further than Redis: what a node leaves that dies before it settles. */
public final class HandTake {
    /** The script of a purchase. */
    public static final Script PURCHASE = Script.load("flash_sale/purchase");

    private static final String FINGERPRINT = "abcd";

    private final TestRedis redis;
    private final String sku;

    public HandTake(TestRedis redis, String sku) {
        this.redis = redis;
        this.sku = sku;
    }

    /** What will become of it. */
    public OrderHeld held(String order, String shopper, String key) {
        return held(order, shopper, key, FINGERPRINT);
    }

    /** The same for a request that looks like this. */
    public OrderHeld held(String order, String shopper, String key, String fingerprint) {
        return new OrderHeld(order, shopper, key, fingerprint, sku, 1, Money.ofFen(990), null);
    }

    /** The script's reply. */
    public Response take(String campaign, OrderHeld held, String batch, String generation) {
        CampaignKeys keys = new CampaignKeys(campaign);
        return Objects.requireNonNull(TestDatabase.get(redis.send(PURCHASE.call()
                .key("campaign", keys.campaign())
                .key("request", keys.request())
                .key("shopper", keys.shopper())
                .key("held", keys.held())
                .key("outbox", keys.outbox())
                .arg("generation", generation)
                .arg("revision", 1_000)
                .arg("batch", batch)
                .arg("notAfter", Long.MAX_VALUE / 1_000)
                .arg("settledThrough", 0)
                .arg("windows", "")
                .each(
                        held.shopperId() + "|" + held.requestKey(),
                        held.fingerprint(),
                        "",
                        held.id(),
                        held.shopperId(),
                        sku,
                        "1",
                        Outcomes.write(held))
                .requestWithText())));
    }
}
