package dev.stampede.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.contract.ContractClient.Ask;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a change of stock is refused for. */
class StockRefusalsIT {
    private final Shop shop = Shop.shared();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'delta':1,'reason':'more'}                        | /sku    | required",
                "{'sku':'a b','delta':1,'reason':'more'}            | /sku    | pattern",
                "{'sku':'tea','reason':'more'}                      | /delta  | required",
                "{'sku':'tea','delta':0,'reason':'more'}            | /delta  | range",
                "{'sku':'tea','delta':1.0,'reason':'more'}          | /delta  | type",
                "{'sku':'tea','delta':10000001,'reason':'more'}     | /delta  | range",
                "{'sku':'tea','delta':10000000,'reason':'more'}     | /delta  | range",
                "{'sku':'tea','delta':1}                            | /reason | required",
                "{'sku':'tea','delta':1,'reason':' '}               | /reason | required",
                "{'sku':'tea','delta':1,'reason':'more','price':1}  | /price  | unknown",
            })
    void a_change_with_the_wrong_content_is_invalid(String body, String pointer, String code) {
        String id = shop.approved(campaign -> campaign);
        JsonObject error = change(id, new JsonObject(body.replace('\'', '"')))
                .refused(400, "INVALID")
                .getJsonArray("errors")
                .getJsonObject(0);
        assertThat(error.getString("pointer")).isEqualTo(pointer);
        assertThat(error.getString("code")).isEqualTo(code);
    }

    @Test
    void a_draft_keeps_at_least_one_unit() {
        JsonObject draft = shop.draft();
        draft.getJsonArray("offers").getJsonObject(0).put("allocation", 10);
        String id = shop.drafted(draft);
        shop.changeStock(id, -10).refused(400, "INVALID");
        shop.changeStock(id, -9).expect(200);
    }

    @Test
    void no_more_is_taken_out_than_is_left() {
        JsonObject draft = shop.draft();
        draft.getJsonArray("offers").getJsonObject(0).put("allocation", 3);
        String id = shop.approved(draft);
        shop.held(id, "ann");
        assertThat(shop.changeStock(id, -3).refused(409, "SOLD_OUT").getValue("left"))
                .isEqualTo(2);
        shop.changeStock(id, -2).expect(200);
        assertThat(shop.changeStock(id, -1).refused(409, "SOLD_OUT").getValue("left"))
                .isEqualTo(0);
        shop.purchase(id, "bob").refused(409, "SOLD_OUT");
    }

    @Test
    void an_offer_and_a_campaign_must_be_there_and_not_over() {
        String id = shop.approved(campaign -> campaign);
        change(id, "coffee", 1).refused(409, "UNKNOWN_OFFER");
        change(id, "coffee", -1).refused(409, "UNKNOWN_OFFER");
        shop.changeStock("0000000000000", 1).refused(404, "UNKNOWN_CAMPAIGN");
        shop.ask("endCampaign").id(id).token(shop.operator("operator")).expect(200);
        shop.changeStock(id, 1).refused(409, "WRONG_STATE");
        shop.changeStock(id, -1).refused(409, "WRONG_STATE");
    }

    private Ask change(String id, String sku, int delta) {
        return change(id, new JsonObject().put("sku", sku).put("delta", delta).put("reason", "盘点"));
    }

    private Ask change(String id, JsonObject body) {
        return shop.ask("changeStock").id(id).token(shop.operator("operator")).body(body);
    }
}
