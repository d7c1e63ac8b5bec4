package dev.stampede.kind.bargain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.campaign.Offer;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import dev.stampede.kind.Action;
import dev.stampede.kind.CampaignKind;
import dev.stampede.kind.Curve;
import dev.stampede.kind.Rejection;
import dev.stampede.money.Money;
import java.util.List;

/** Helpers cut the price of a chain, one cut each, until it is at the floor; only its owner may buy at it, once. */
public final class Bargain implements CampaignKind<BargainRules> {
    private static final long MAX_PRICE_FEN = 1_000_000_000;
    private static final int MAX_HELPERS = 100;
    private static final int MAX_SECONDS = 604_800;
    private static final int DAY = 86_400;
    private static final int ALL_OF_IT = 100;
    private static final int MAX_WEIGHT = 1_000;
    private static final int MAX_ASSISTS = 1_000;

    @Override
    public String name() {
        return "bargain";
    }

    @Override
    public BargainRules readRules(Fields rules) {
        int helpers = (int) rules.integer("helpers", 1, MAX_HELPERS);
        long minCut = rules.integer("minCutFen", 1, MAX_PRICE_FEN, 1);
        Long maxCut = rules.optionalInteger("maxCutFen", 1, MAX_PRICE_FEN);
        if (maxCut != null && rules.isClean("minCutFen") && maxCut < minCut) {
            rules.violation("maxCutFen", "conflict", "must not be below minCutFen");
        }
        return new BargainRules(
                Money.ofFen(rules.integer("floorFen", 1, MAX_PRICE_FEN)),
                helpers,
                minCut,
                maxCut,
                rules.choice("curve", Curve.class, Curve.EVEN),
                rules.flag("selfCut", false),
                (int) rules.integer("newcomerWeight", ALL_OF_IT, MAX_WEIGHT, ALL_OF_IT),
                (int) rules.integer("chainSeconds", 1, MAX_SECONDS, DAY),
                rules.flag("buyBeforeFloor", false),
                rules.choice("holdStock", HoldStock.class, HoldStock.AT_CLAIM),
                (int) rules.integer("claimWithinSeconds", 1, MAX_SECONDS, DAY),
                (int) rules.integer("maxAssistsPerDay", 1, MAX_ASSISTS, 20),
                (int) rules.integer("maxAssistsPerCampaign", 1, MAX_ASSISTS, 5),
                Rewards.read(rules, rules.isClean("helpers") ? helpers : MAX_HELPERS));
    }

    /** Every offer's way to the floor can be divided into whole cuts within the bounds. */
    @Override
    public void check(BargainRules rules, List<Offer> offers, Fields body) {
        for (Offer offer : offers) {
            long gap = offer.price().fen() - rules.floor().fen();
            if (!body.isClean("floorFen", "minCutFen", "maxCutFen")) {
                return;
            }
            if (gap <= 0) {
                body.violation("floorFen", "conflict", "must be below the priceFen of every offer");
            } else if (gap < rules.parts() * rules.minCut()) {
                body.violation("minCutFen", "conflict", "is more than all cuts of an offer can be");
            } else if (gap > rules.parts() * rules.maxCut(gap)) {
                body.violation("maxCutFen", "conflict", "is too little to bring every offer to the floor");
            }
        }
    }

    @Override
    public ObjectNode writeRules(BargainRules rules) {
        ObjectNode json = Json.object();
        json.put("floorFen", rules.floor().fen());
        json.put("helpers", rules.helpers());
        json.put("minCutFen", rules.minCut());
        json.put("maxCutFen", rules.maxCut());
        json.put("curve", rules.curve().word());
        json.put("selfCut", rules.selfCut());
        json.put("newcomerWeight", rules.newcomerWeight());
        json.put("chainSeconds", rules.chainSeconds());
        json.put("buyBeforeFloor", rules.buyBeforeFloor());
        json.put("holdStock", rules.holdStock().word());
        json.put("claimWithinSeconds", rules.claimWithinSeconds());
        json.put("maxAssistsPerDay", rules.maxAssistsPerDay());
        json.put("maxAssistsPerCampaign", rules.maxAssistsPerCampaign());
        ArrayNode rewards = json.putArray("rewards");
        rules.rewards().forEach(step -> rewards.add(Rewards.write(step)));
        return json;
    }

    @Override
    public List<Action<BargainRules, ?>> actions() {
        return List.of(new StartChain(), new Assist(), new Claim());
    }

    @Override
    public List<Rejection> rejections() {
        return List.of(BargainRejection.values());
    }
}
