package dev.stampede.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.contract.ContractClient.Ask;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Teams and chains as their shoppers go through them, in campaigns of both ways of answering. */
final class FormationAnswers {
    private final Shop shop;

    FormationAnswers(Shop shop) {
        this.shop = shop;
    }

    /** A team is opened, shown, joined and left; a chain is started, helped and bought from. */
    void see() {
        team("settled", 201);
        team("reserved", 202);
        chain("settled", 201, 200);
        chain("reserved", 202, 202);
    }

    /** The id of a live campaign of teams. */
    String teams(String ack, int size) {
        return shop.approved(draft -> draft.put("kind", "group_buy")
                .put("ack", ack)
                .put("rules", new JsonObject().put("teamSize", size).put("teamSeconds", 3_600)));
    }

    /** The id of a live campaign of chains in which everybody may help once. */
    String chains(String ack, int helpers) {
        return shop.approved(draft -> draft.put("kind", "bargain")
                .put("ack", ack)
                .put(
                        "rules",
                        new JsonObject()
                                .put("floorFen", 4_900)
                                .put("helpers", helpers)
                                .put("maxAssistsPerCampaign", 1)));
    }

    /** An action of a shopper, with a key that was not used before. */
    Ask act(String action, String campaign, String shopper, String name, String value) {
        return shop.ask(action)
                .id(campaign)
                .token(shop.shopper(shopper))
                .key(shop.key())
                .body(new JsonObject().put(name, value));
    }

    static String formation(JsonObject answer) {
        return answer.getJsonObject("formation").getString("id");
    }

    private void team(String ack, int status) {
        String id = teams(ack, 2);
        JsonObject opened =
                act("openTeam", id, "wang", "sku", "tea").expect(status).json();
        String team = formation(opened);
        assertThat(opened.getJsonObject("order").getString("formationId")).isEqualTo(team);
        JsonObject shown = shop.ask("readFormation").id(team).expect(200).json();
        assertThat(shown.getString("owner")).isEqualTo("w**");
        assertThat(shown.getInteger("seatsLeft")).isOne();
        assertThat(items(shop.ask("listFormations").id(id))).containsExactly(shown);
        assertThat(items(shop.ask("listFormations").id(id).query("state=formed")))
                .isEmpty();
        JsonObject mine = shop.ask("readCampaignOfMine")
                .id(id)
                .token(shop.shopper("wang"))
                .expect(200)
                .json();
        assertThat(mine.getJsonArray("formations")).containsExactly(shown);

        act("joinTeam", id, "bo", "teamId", team).expect(status);
        Ask leave = act("leaveTeam", id, "bo", "teamId", team);
        assertThat(leave.expect(200).json().getJsonObject("formation")).isEqualTo(shown);
        assertThat(leave.expect(200).header("Idempotency-Replayed")).isEqualTo("true");
    }

    private void chain(String ack, int status, int helped) {
        String id = chains(ack, 1);
        String chain = formation(
                act("startChain", id, "wang", "sku", "tea").expect(status).json());
        JsonObject assist =
                act("assist", id, "bo", "chainId", chain).expect(helped).json();
        assertThat(assist.getInteger("cutFen")).isEqualTo(5_000);
        JsonObject claim =
                act("claim", id, "wang", "chainId", chain).expect(status).json();
        assertThat(claim.getJsonObject("order").getInteger("amountFen")).isEqualTo(4_900);
    }

    private static JsonArray items(Ask list) {
        return list.expect(200).json().getJsonArray("items");
    }
}
