package dev.stampede.boot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.campaign.Offer;
import dev.stampede.campaign.RulesCheck;
import dev.stampede.json.Fields;
import dev.stampede.kind.CampaignKind;
import dev.stampede.kind.bargain.Bargain;
import dev.stampede.kind.flashsale.FlashSale;
import dev.stampede.kind.groupbuy.GroupBuy;
import dev.stampede.redis.Script;
import java.util.List;
import java.util.Optional;

/** The ways of selling that this engine knows: one line each. */
public final class Kinds implements RulesCheck {
    static final List<CampaignKind<?>> ALL = List.of(new FlashSale(), new GroupBuy(), new Bargain());

    @Override
    public Optional<ObjectNode> check(String kind, Fields rules, List<Offer> offers) {
        return ALL.stream()
                .filter(known -> known.name().equals(kind))
                .findFirst()
                .map(known -> normalized(known, rules, offers));
    }

    static List<String> names() {
        return ALL.stream().map(CampaignKind::name).toList();
    }

    /** The script of every take of every kind. */
    static List<Script> scripts() {
        return ALL.stream()
                .flatMap(kind -> kind.actions().stream()
                        .filter(action -> !action.isGive())
                        .map(action -> Script.load(kind.name() + "/" + action.name())))
                .toList();
    }

    private static <R> ObjectNode normalized(CampaignKind<R> kind, Fields body, List<Offer> offers) {
        R rules = kind.readRules(body);
        if (body.isClean()) {
            kind.check(rules, offers, body);
        }
        return kind.writeRules(rules);
    }
}
