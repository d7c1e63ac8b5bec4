package dev.stampede.contract;

import io.vertx.core.json.JsonObject;

/** The noes of teams and chains. */
final class FormationRefusals {
    private static final String NOWHERE = "0000000000000";

    private final Shop shop;
    private final FormationAnswers answers;

    FormationRefusals(Shop shop) {
        this.shop = shop;
        this.answers = new FormationAnswers(shop);
    }

    void ofTeams() {
        String id = answers.teams("settled", 2);
        JsonObject opened =
                answers.act("openTeam", id, "ann", "sku", "tea").expect(201).json();
        String team = FormationAnswers.formation(opened);
        answers.act("openTeam", id, "ann", "sku", "tea").refused(409, "TEAM_LIMIT");
        answers.act("joinTeam", id, "bob", "teamId", NOWHERE).refused(409, "UNKNOWN_TEAM");
        answers.act("joinTeam", id, "ann", "teamId", team).refused(409, "ALREADY_MEMBER");
        JsonObject joined =
                answers.act("joinTeam", id, "bob", "teamId", team).expect(201).json();
        answers.act("joinTeam", id, "cat", "teamId", team).refused(409, "TEAM_FULL");
        answers.act("leaveTeam", id, "cat", "teamId", team).refused(409, "WRONG_STATE");
        answers.act("leaveTeam", id, "cat", "teamId", NOWHERE).refused(409, "UNKNOWN_TEAM");
        pay(opened);
        pay(joined);
        answers.act("leaveTeam", id, "bob", "teamId", team).refused(409, "TEAM_CLOSED");
    }

    void ofChains() {
        String id = answers.chains("settled", 2);
        String chain = FormationAnswers.formation(
                answers.act("startChain", id, "ann", "sku", "tea").expect(201).json());
        answers.act("startChain", id, "ann", "sku", "tea").refused(409, "CHAIN_OPEN");
        answers.act("assist", id, "bob", "chainId", NOWHERE).refused(409, "UNKNOWN_CHAIN");
        answers.act("assist", id, "ann", "chainId", chain).refused(409, "OWN_CHAIN");
        answers.act("assist", id, "bob", "chainId", chain).expect(200);
        answers.act("assist", id, "bob", "chainId", chain).refused(409, "ALREADY_ASSISTED");
        String other = FormationAnswers.formation(
                answers.act("startChain", id, "eve", "sku", "tea").expect(201).json());
        answers.act("assist", id, "bob", "chainId", other).refused(409, "ASSIST_LIMIT");
        answers.act("claim", id, "ann", "chainId", chain).refused(409, "CHAIN_NOT_DONE");
        answers.act("claim", id, "bob", "chainId", chain).refused(409, "NOT_OWNER");
        answers.act("assist", id, "cat", "chainId", chain).expect(200);
        answers.act("assist", id, "dan", "chainId", chain).refused(409, "CHAIN_CLOSED");
        answers.act("claim", id, "ann", "chainId", chain).expect(201);
        answers.act("claim", id, "ann", "chainId", chain).refused(409, "ALREADY_CLAIMED");
    }

    private void pay(JsonObject answer) {
        String order = answer.getJsonObject("order").getString("id");
        shop.ask("notifySimulatedPayment")
                .body(shop.notice(order, "tx-" + order, 9_900))
                .expect(200);
    }
}
