package dev.stampede.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.contract.ContractClient.Ask;
import dev.stampede.testing.Await;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** The ways in which an order ends, each as its clients see it. */
final class OrderReturns {
    private static final Duration SOON = Duration.ofSeconds(15);

    private final Shop shop;
    private final String campaign;
    private final String eve;

    OrderReturns(Shop shop) {
        this.shop = shop;
        this.campaign = shop.approved(draft -> draft);
        this.eve = shop.shopper("eve");
    }

    void cancelled() {
        String order = shop.held(campaign, "eve");
        Ask cancel =
                shop.ask("cancelOrder").id(order).token(eve).key(shop.key()).body(new JsonObject());
        assertThat(cancel.expect(200).json().getString("state")).isEqualTo("cancelled");
        assertThat(cancel.expect(200).header("Idempotency-Replayed")).isEqualTo("true");
        shop.ask("notifySimulatedPayment")
                .body(shop.notice(order, "late-" + order, 9_900))
                .expect(200);
        Await.until("the late money is back", SOON, () -> "refunded"
                .equals(cancel.expect(200).json().getString("state")));
    }

    void refunded() {
        Ask refund = shop.ask("refundOrder")
                .id(shop.sold(campaign, "eve"))
                .token(eve)
                .key(shop.key())
                .body(new JsonObject().put("reason", "太大了"));
        assertThat(refund.expect(200).json().getString("state")).isEqualTo("refunding");
        Await.until("the money is back", SOON, () -> "refunded"
                .equals(refund.expect(200).json().getString("state")));
        JsonObject back = refund.expect(200).json();
        assertThat(back.getLong("refundedFen")).isEqualTo(back.getLong("amountFen"));
    }

    void refundedByFinance() {
        JsonObject returned = shop.ask("refundAnyOrder")
                .id(shop.sold(campaign, "eve"))
                .token(shop.operator("finance"))
                .body(new JsonObject().put("reason", "已核实"))
                .expect(200)
                .json();
        assertThat(returned.getString("shopperId")).isEqualTo("eve");
        assertThat(returned.getString("state")).isEqualTo("refunding");
    }

    void fulfilled() {
        JsonObject handedOut = shop.ask("fulfilOrder")
                .id(shop.sold(campaign, "eve"))
                .token(shop.operator("operator"))
                .expect(200)
                .json();
        assertThat(handedOut.getString("state")).isEqualTo("fulfilled");
    }
}
