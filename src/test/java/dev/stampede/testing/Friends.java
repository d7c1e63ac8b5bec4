package dev.stampede.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stampede.testing.SaleClient.Answer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Shoppers who do something together, and the campaigns in which they do. */
public final class Friends {
    private final SaleClient client;
    private final AtomicInteger keys = new AtomicInteger();

    public Friends(SaleClient client) {
        this.client = client;
    }

    /** A campaign of one offer at 10.00 yuan, open for an hour; {@code more} are further members, each before a comma. */
    public static String campaign(String kind, int stock, String rules, String more) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return """
                {"kind":"%s","title":"鸡蛋","copy":"一箱","opensAt":"%s","closesAt":"%s",%s
                 "perShopperLimit":3,"perOrderLimit":1,"rules":%s,
                 "offers":[{"sku":"eggs","name":"鸡蛋","priceFen":1000,"listPriceFen":1990,"allocation":%d}]}
                """.formatted(
                        kind,
                        now.minusSeconds(60),
                        now.plusSeconds(3_600),
                        more.contains("payWithinSeconds") ? more : "\"payWithinSeconds\":600," + more,
                        rules,
                        stock);
    }

    public String open(String kind, int stock, String rules) {
        return client.open(campaign(kind, stock, rules, ""));
    }

    public String open(String kind, int stock, String rules, String more) {
        return client.open(campaign(kind, stock, rules, more));
    }

    /** One action under a key of its own; what is answered 503 is sent again. */
    public Answer act(String campaign, String shopper, String action, String body) {
        return act(campaign, shopper, action, body, "friend-key-" + keys.incrementAndGet());
    }

    public Answer act(String campaign, String shopper, String action, String body, String key) {
        Answer[] last = new Answer[1];
        Await.until(action + " of " + shopper, () -> {
            last[0] = client.post("/v1/campaigns/" + campaign + "/actions/" + action, shopper, key, body);
            return last[0].status() != 503;
        });
        return last[0];
    }

    public Answer join(String campaign, String shopper, String team) {
        return act(campaign, shopper, "join_team", "{\"teamId\":\"" + team + "\"}");
    }

    public Answer assist(String campaign, String shopper, String chain) {
        return act(campaign, shopper, "assist", "{\"chainId\":\"" + chain + "\"}");
    }

    public Answer claim(String campaign, String shopper, String chain) {
        return act(campaign, shopper, "claim", "{\"chainId\":\"" + chain + "\"}");
    }

    /** The shopper pays the order, in full; the answer to the provider's notice. */
    public Answer pay(String shopper, String order) {
        Answer intent = client.post("/v1/orders/" + order + "/pay", shopper, "pay-key-" + keys.incrementAndGet(), "{}");
        JsonNode notice = intent.body().at("/client/notify");
        if (notice.isMissingNode()) {
            throw new AssertionError("no intent: " + intent);
        }
        return notify(notice);
    }

    public Answer notify(JsonNode notice) {
        return client.post("/v1/payments/simulated/notify", "nobody", "notify-key", notice.toString());
    }

    public JsonNode order(String shopper, String order) {
        return client.get("/v1/orders/" + order, shopper).body();
    }

    /** Waits until the order is in that state, and shows it. */
    public JsonNode awaitOrder(String shopper, String order, String state) {
        Await.until(
                "order " + state,
                () -> order(shopper, order).path("state").asText().equals(state));
        return order(shopper, order);
    }

    public static String formation(Answer answer) {
        return answer.body().at("/formation/id").asText();
    }

    public static String state(Answer answer) {
        return answer.body().at("/formation/state").asText();
    }
}
