package dev.stampede.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.contract.ContractClient.Answer;
import dev.stampede.contract.ContractClient.Ask;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What those are promised who buy together. */
abstract class FormationAnswers {
    final Shop shop = Shop.shared();
    private final Together friends = new Together(shop);

    @Test
    void a_team_is_opened_joined_shown_and_left() {
        String id = friends.groupBuy("settled");
        Ask open = friends.open("openTeam", id, "wang");
        JsonObject opened = open.expect(201).json();
        String team = Together.formation(opened);
        assertThat(opened.getJsonObject("order").getString("formationId")).isEqualTo(team);
        assertThat(open.expect(201).header("Idempotency-Replayed")).isEqualTo("true");
        JsonObject shown = shop.ask("readFormation").id(team).expect(200).json();
        assertThat(shown).isEqualTo(opened.getJsonObject("formation"));
        assertThat(shown.getString("owner")).isEqualTo("w**");
        assertThat(shop.ask("listFormations").id(id).expect(200).json().getJsonArray("items"))
                .containsExactly(shown);
        assertThat(shop.ask("listFormations")
                        .id(id)
                        .query("state=formed")
                        .expect(200)
                        .json()
                        .getJsonArray("items"))
                .isEmpty();

        JsonObject joined =
                friends.team("joinTeam", id, "zhao", team).expect(201).json();
        assertThat(joined.getJsonObject("formation").getInteger("seatsLeft")).isZero();
        Ask leave = friends.team("leaveTeam", id, "wang", team);
        assertThat(leave.expect(200).json().getJsonObject("formation").getString("owner"))
                .isEqualTo("z**");
        assertThat(leave.expect(200).header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void a_chain_is_started_helped_and_claimed() {
        String id = friends.bargain("settled", 1);
        String chain = friends.opened("startChain", id, "wang");
        JsonObject helped =
                friends.chain("assist", id, "zhao", chain).expect(200).json();
        assertThat(helped.getInteger("cutFen")).isEqualTo(4_900);
        assertThat(helped.getJsonObject("formation").getString("state")).isEqualTo("formed");
        JsonObject claimed =
                friends.chain("claim", id, "wang", chain).expect(201).json();
        assertThat(claimed.getJsonObject("order").getInteger("amountFen")).isEqualTo(5_000);
        JsonObject mine = shop.ask("readCampaignOfMine")
                .id(id)
                .token(shop.shopper("wang"))
                .expect(200)
                .json();
        assertThat(mine.getJsonArray("formations")).containsExactly(claimed.getJsonObject("formation"));
    }

    @Test
    void a_reserved_seat_is_answered_with_its_formation_too() {
        String id = friends.groupBuy("reserved");
        JsonObject opened = friends.open("openTeam", id, "wang").expect(202).json();
        assertThat(opened.getJsonObject("order").containsKey("payBy")).isFalse();
        Answer joined =
                friends.team("joinTeam", id, "zhao", Together.formation(opened)).expect(202);
        assertThat(joined.json().getJsonObject("formation").getInteger("seatsLeft"))
                .isZero();
    }

    @Test
    void a_reserved_chain_is_answered_whole() {
        String id = friends.bargain("reserved", 1);
        String chain = Together.formation(
                friends.open("startChain", id, "wang").expect(202).json());
        friends.chain("assist", id, "zhao", chain).expect(202);
        friends.chain("claim", id, "wang", chain).expect(202);
    }
}
