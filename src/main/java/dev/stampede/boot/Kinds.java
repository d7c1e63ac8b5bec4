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

/**
 * The ways of selling that a node knows.
 *
 * @param all their names differ, and so do those of their actions
 */
public record Kinds(List<CampaignKind<?>> all) implements RulesCheck {
    /** What this engine has: one line each. */
    public static final Kinds OURS = new Kinds(List.of(new FlashSale(), new GroupBuy(), new Bargain()));

    public Kinds {
        all = List.copyOf(all);
    }

    @Override
    public Optional<ObjectNode> check(String kind, Fields rules, List<Offer> offers) {
        return all.stream()
                .filter(known -> known.name().equals(kind))
                .findFirst()
                .map(known -> normalized(known, rules, offers));
    }

    List<String> names() {
        return all.stream().map(CampaignKind::name).toList();
    }

    /** The script of every take of every kind. */
    List<Script> scripts() {
        return all.stream()
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
