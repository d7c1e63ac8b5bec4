package dev.stampede.contract;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** The noes of teams and chains. */
abstract class FormationRefusals {
    private static final String NOBODYS = "0000000000000";

    final Shop shop = Shop.shared();
    private final Together friends = new Together(shop);

    @Test
    void a_formation_that_is_not_there_is_404_by_itself_and_409_in_an_action() {
        shop.ask("readFormation").id(NOBODYS).refused(404, "UNKNOWN_FORMATION");
        shop.ask("readFormation").id("x").refused(404, "UNKNOWN_FORMATION");
        String teams = friends.groupBuy("settled");
        friends.team("joinTeam", teams, "ann", NOBODYS).refused(409, "UNKNOWN_TEAM");
        friends.team("leaveTeam", teams, "ann", NOBODYS).refused(409, "UNKNOWN_TEAM");
        String chains = friends.bargain("settled", 2);
        friends.chain("assist", chains, "ann", NOBODYS).refused(409, "UNKNOWN_CHAIN");
        friends.chain("claim", chains, "ann", NOBODYS).refused(409, "UNKNOWN_CHAIN");
    }

    @Test
    void an_action_of_another_kind_is_unknown() {
        String teams = friends.groupBuy("settled");
        friends.open("startChain", teams, "ann").refused(404, "UNKNOWN_ACTION");
        shop.purchase(teams, "ann").refused(404, "UNKNOWN_ACTION");
    }

    @Test
    void a_team_takes_a_shopper_once_and_no_more_than_it_has_seats() {
        String id = friends.groupBuy("settled");
        String team = friends.opened("openTeam", id, "ann");
        friends.open("openTeam", id, "ann").refused(409, "TEAM_LIMIT");
        friends.team("joinTeam", id, "ann", team).refused(409, "ALREADY_MEMBER");
        friends.team("leaveTeam", id, "bob", team).refused(409, "WRONG_STATE");
        friends.team("joinTeam", id, "bob", team).expect(201);
        friends.team("joinTeam", id, "cleo", team).refused(409, "TEAM_FULL");
    }

    @Test
    void a_team_that_is_over_can_not_be_left() {
        String id = friends.groupBuy("settled");
        String team = friends.opened("openTeam", id, "ann");
        friends.team("leaveTeam", id, "ann", team).expect(200);
        friends.team("leaveTeam", id, "ann", team).refused(409, "TEAM_CLOSED");
    }

    @Test
    void a_chain_is_helped_once_by_each_friend_and_bought_by_its_owner() {
        String id = friends.bargain("settled", 2);
        String chain = friends.opened("startChain", id, "ann");
        friends.open("startChain", id, "ann").refused(409, "CHAIN_OPEN");
        friends.chain("assist", id, "ann", chain).refused(409, "OWN_CHAIN");
        friends.chain("assist", id, "bob", chain).expect(200);
        friends.chain("assist", id, "bob", chain).refused(409, "ALREADY_ASSISTED");
        friends.chain("claim", id, "bob", chain).refused(409, "NOT_OWNER");
        friends.chain("claim", id, "ann", chain).refused(409, "CHAIN_NOT_DONE");
        friends.chain("assist", id, "cleo", chain).expect(200);
        friends.chain("assist", id, "dora", chain).refused(409, "CHAIN_CLOSED");
        friends.chain("claim", id, "ann", chain).expect(201);
        friends.chain("claim", id, "ann", chain).refused(409, "ALREADY_CLAIMED");
    }

    @Test
    void a_helper_has_a_limit() {
        JsonObject rules =
                new JsonObject().put("floorFen", 5_000).put("helpers", 2).put("maxAssistsPerCampaign", 1);
        String id = friends.campaign("bargain", "settled", rules);
        friends.chain("assist", id, "bob", friends.opened("startChain", id, "ann"))
                .expect(200);
        friends.chain("assist", id, "bob", friends.opened("startChain", id, "cleo"))
                .refused(409, "ASSIST_LIMIT");
    }
}
