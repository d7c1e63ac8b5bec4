package dev.stampede.feed;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.testing.SaleClient;
import dev.stampede.testing.SaleClient.Answer;
import dev.stampede.testing.TestNode;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** The feed of a whole node. */
class FeedNodeIT {
    private final Vertx vertx = Vertx.vertx();

    @Test
    void a_purchase_shows_in_the_stock_and_to_its_shopper_and_a_stop_says_goodbye() {
        TestNode node = TestNode.start();
        try {
            SaleClient sale = node.client();
            String id = sale.open(SaleClient.flashSale(10, 5, 900, ""));
            FeedClient page = connect(node.httpPort()).join("campaign." + id);
            FeedClient ann = connect(node.httpPort());
            ann.authenticate(sale.token("ann")).join("me");

            Answer bought = sale.purchase(id, "ann", "feed-key-1", "{\"quantity\":2}");
            assertThat(bought.status()).isEqualTo(201);
            JsonObject tick = page.hear("event");
            assertThat(tick.getString("event")).isEqualTo("stock");
            assertThat(tick.getJsonObject("data").getJsonArray("offers").getJsonObject(0))
                    .isEqualTo(new JsonObject().put("sku", "eggs").put("left", 8));
            JsonObject held = ann.hear("event");
            assertThat(held.getString("event")).isEqualTo("order.held");
            assertThat(held.getJsonObject("data").getString("orderId")).isEqualTo(bought.orderId());

            sale.operate("/admin/v1/campaigns/" + id + "/end", "{}");
            assertThat(page.hear("event").getString("event")).isEqualTo("campaign.ended");

            node.close();
            assertThat(page.hear("bye").getInteger("reconnectAfterMs")).isBetween(500, 10_000);
            assertThat(page.closeCode()).isEqualTo(1012);
            assertThat(ann.closeCode()).isEqualTo(1012);
        } finally {
            node.close();
            get(vertx.close());
        }
    }

    private FeedClient connect(int port) {
        return get(FeedClient.connect(vertx.createWebSocketClient(), port, new FeedContract()));
    }
}
