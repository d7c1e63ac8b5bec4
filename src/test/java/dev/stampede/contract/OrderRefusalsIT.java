package dev.stampede.contract;

import static dev.stampede.contract.RefusalsIT.assertError;

import dev.stampede.contract.ContractClient.Ask;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The noes that somebody hears who wants to change an order. */
class OrderRefusalsIT {
    private final Shop shop = Shop.shared();
    private final String open = shop.approved(campaign -> campaign);

    @Test
    void an_order_is_its_shoppers_alone() {
        String order = shop.held(open, "olga");
        String mallory = shop.shopper("mallory");
        shop.ask("readOrder").id(order).token(mallory).refused(404, "UNKNOWN_ORDER");
        for (String verb : List.of("payOrder", "cancelOrder", "refundOrder")) {
            shop.ask(verb).id(order).token(mallory).key(shop.key()).refused(404, "UNKNOWN_ORDER");
        }
    }

    @Test
    void an_order_of_the_wrong_state_stays_as_it_is() {
        String wes = shop.shopper("wes");
        String held = shop.held(open, "wes");
        String operator = shop.operator("operator");
        String finance = shop.operator("finance");
        shop.ask("refundOrder").id(held).token(wes).key(shop.key()).refused(409, "WRONG_STATE");
        shop.ask("refundAnyOrder").id(held).token(finance).refused(409, "WRONG_STATE");
        shop.ask("fulfilOrder").id(held).token(operator).refused(409, "WRONG_STATE");
        String sold = shop.sold(open, "wes");
        shop.ask("cancelOrder").id(sold).token(wes).key(shop.key()).refused(409, "WRONG_STATE");
        shop.ask("fulfilOrder").id(sold).token(operator).expect(200);
        shop.ask("refundOrder").id(sold).token(wes).key(shop.key()).refused(409, "WRONG_STATE");
        shop.ask("refundAnyOrder").id(sold).token(finance).refused(409, "WRONG_STATE");
        String firm = shop.approved(campaign -> campaign.put("refundable", false));
        String bought = shop.sold(firm, "wes");
        shop.ask("refundOrder").id(bought).token(wes).key(shop.key()).refused(409, "WRONG_STATE");
        shop.ask("refundAnyOrder").id(bought).token(finance).refused(409, "WRONG_STATE");
        shop.ask("fulfilOrder").id("0000000000000").token(operator).refused(404, "UNKNOWN_ORDER");
        shop.ask("refundAnyOrder").id("%00").token(finance).refused(404, "UNKNOWN_ORDER");
    }

    @Test
    void a_key_stands_for_one_request_of_an_order() {
        String kit = shop.shopper("kit");
        String key = shop.key();
        String order = shop.held(open, "kit");
        shop.ask("payOrder").id(order).token(kit).key(key).expect(201);
        shop.ask("cancelOrder").id(order).token(kit).key(key).refused(422, "IDEMPOTENCY_MISMATCH");
        String other = shop.key();
        shop.ask("cancelOrder").id(order).token(kit).key(other).expect(200);
        shop.ask("payOrder").id(order).token(kit).key(other).refused(422, "IDEMPOTENCY_MISMATCH");
        JsonObject reason = new JsonObject().put("reason", "why not");
        shop.ask("refundOrder").id(order).token(kit).key(other).body(reason).refused(422, "IDEMPOTENCY_MISMATCH");
    }

    @Test
    void a_change_of_an_order_has_a_key_and_nothing_but_a_reason() {
        Ask cancel = shop.ask("cancelOrder").id(shop.held(open, "carl")).token(shop.shopper("carl"));
        cancel.key("short").refused(400, "MALFORMED");
        assertError(cancel.key(shop.key()).body(new JsonObject().put("reason", "x")), "/reason", "unknown");
        Ask refund = shop.ask("refundOrder").id(shop.held(open, "carl")).token(shop.shopper("carl"));
        assertError(refund.key(shop.key()).body(new JsonObject().put("reason", "x".repeat(501))), "/reason", "length");
        refund.key(shop.key()).body("").refused(400, "MALFORMED");
        Ask fulfil = shop.ask("fulfilOrder").id(shop.held(open, "cora")).token(shop.operator("operator"));
        assertError(fulfil.body(new JsonObject().put("reason", 7)), "/reason", "type");
    }
}
