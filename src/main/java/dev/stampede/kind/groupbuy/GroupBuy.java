package dev.stampede.kind.groupbuy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.campaign.Offer;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import dev.stampede.kind.Action;
import dev.stampede.kind.CampaignKind;
import dev.stampede.kind.Rejection;
import dev.stampede.kind.Rung;
import dev.stampede.money.Money;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shoppers fill a team before its deadline: it forms when its last seat is paid, or everybody gets the money back. */
public final class GroupBuy implements CampaignKind<GroupBuyRules> {
    private static final int SMALLEST_TEAM = 2;
    private static final int LARGEST_TEAM = 100;
    private static final int MAX_SECONDS = 604_800;
    private static final int MAX_OPEN_TEAMS = 100;
    private static final long MAX_PRICE_FEN = 1_000_000_000;

    @Override
    public String name() {
        return "group_buy";
    }

    @Override
    public GroupBuyRules readRules(Fields rules) {
        int teamSize = (int) rules.integer("teamSize", SMALLEST_TEAM, LARGEST_TEAM);
        int teamSeconds = (int) rules.integer("teamSeconds", 1, MAX_SECONDS);
        int largest = rules.isClean("teamSize") ? teamSize : LARGEST_TEAM;
        OnLapse onLapse = rules.choice("onLapse", OnLapse.class, OnLapse.REFUND);
        return new GroupBuyRules(
                teamSize,
                teamSeconds,
                ladder(rules, largest),
                leaderPrice(rules),
                (int) rules.integer("minNewcomers", 0, largest - 1, 0),
                (int) rules.integer("maxOpenTeamsPerShopper", 1, MAX_OPEN_TEAMS, 1),
                rules.flag("listTeams", true),
                rules.flag("joinAfterClose", false),
                onLapse,
                settleAtSize(rules, onLapse, largest));
    }

    private static List<Rung> ladder(Fields rules, int largest) {
        List<Rung> ladder = new ArrayList<>();
        int sizeBefore = 0;
        long priceBefore = Long.MAX_VALUE;
        for (Fields rung : rules.objects("ladder", 0, LARGEST_TEAM - 1)) {
            int size = (int) rung.integer("size", SMALLEST_TEAM, largest);
            long price = rung.integer("priceFen", 1, MAX_PRICE_FEN);
            if (rung.isClean("size") && size <= sizeBefore) {
                rung.violation("size", "conflict", "must be above the size before");
            }
            if (rung.isClean("priceFen") && price >= priceBefore) {
                rung.violation("priceFen", "conflict", "must be below the price before");
            }
            ladder.add(new Rung(size, Money.ofFen(price)));
            sizeBefore = size;
            priceBefore = price;
        }
        return ladder;
    }

    private static @Nullable Money leaderPrice(Fields rules) {
        Long fen = rules.optionalInteger("leaderPriceFen", 1, MAX_PRICE_FEN);
        return fen == null ? null : Money.ofFen(fen);
    }

    private static int settleAtSize(Fields rules, OnLapse onLapse, int largest) {
        Long size = rules.optionalInteger("settleAtSize", SMALLEST_TEAM, Math.max(SMALLEST_TEAM, largest - 1));
        if (onLapse == OnLapse.REFUND) {
            if (rules.has("settleAtSize")) {
                rules.violation("settleAtSize", "conflict", "goes with onLapse settle_at_size only");
            }
            return 0;
        }
        if (!rules.has("settleAtSize")) {
            rules.violation("settleAtSize", "required", "is required with onLapse settle_at_size");
        } else if (size != null && size >= largest) {
            rules.violation("settleAtSize", "conflict", "must be below teamSize");
        }
        return size == null ? 0 : size.intValue();
    }

    /** Nobody pays more in a team than the offer says. */
    @Override
    public void check(GroupBuyRules rules, List<Offer> offers, Fields body) {
        for (Offer offer : offers) {
            Money leaderPrice = rules.leaderPrice();
            if (leaderPrice != null && leaderPrice.compareTo(offer.price()) > 0 && body.isClean("leaderPriceFen")) {
                body.violation("leaderPriceFen", "conflict", "must not be above the priceFen of an offer");
            }
            if (!rules.ladder().isEmpty()
                    && rules.ladder().get(0).price().compareTo(offer.price()) > 0
                    && body.isClean("ladder")) {
                body.violation("ladder", "conflict", "must not start above the priceFen of an offer");
            }
        }
    }

    @Override
    public ObjectNode writeRules(GroupBuyRules rules) {
        ObjectNode json = Json.object();
        json.put("teamSize", rules.teamSize());
        json.put("teamSeconds", rules.teamSeconds());
        ArrayNode ladder = json.putArray("ladder");
        for (Rung rung : rules.ladder()) {
            ladder.addObject()
                    .put("size", rung.size())
                    .put("priceFen", rung.price().fen());
        }
        Money leaderPrice = rules.leaderPrice();
        json.put("leaderPriceFen", leaderPrice == null ? null : leaderPrice.fen());
        json.put("minNewcomers", rules.minNewcomers());
        json.put("maxOpenTeamsPerShopper", rules.maxOpenTeamsPerShopper());
        json.put("listTeams", rules.listTeams());
        json.put("joinAfterClose", rules.joinAfterClose());
        json.put("onLapse", rules.onLapse().word());
        if (rules.onLapse() == OnLapse.SETTLE_AT_SIZE) {
            json.put("settleAtSize", rules.settleAtSize());
        }
        return json;
    }

    @Override
    public List<Action<GroupBuyRules, ?>> actions() {
        return List.of(new OpenTeam(), new JoinTeam(), new LeaveTeam());
    }

    @Override
    public List<Rejection> rejections() {
        return List.of(GroupBuyRejection.values());
    }
}
