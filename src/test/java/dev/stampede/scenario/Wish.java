package dev.stampede.scenario;

import dev.stampede.kind.Curve;
import dev.stampede.kind.CutGiven;
import dev.stampede.kind.CutRules;
import dev.stampede.kind.FormationOpened;
import dev.stampede.kind.Membership;
import dev.stampede.kind.Opening;
import dev.stampede.kind.OrderHeld;
import dev.stampede.kind.Outcome;
import dev.stampede.kind.SeatRules;
import dev.stampede.money.Money;
import dev.stampede.scenario.Batch.Request;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a request asks of formations beside, as the kinds would put it.
 *
 * @param formation its id, given or proposed
 * @param day on which a cut counts
 * @param teams the rules of new teams as they are now
 * @param chains the rules of new chains as they are now
 */
record Wish(String formation, boolean isNewcomer, long day, TeamRules teams, ChainRules chains) {
    static final Wish NONE = new Wish("", false, 0, TeamRules.PAIR, ChainRules.PAIR);

    /**
     * Of a group-buy.
     *
     * @param perShopper how many open teams an opener may have
     */
    record TeamRules(int size, long seconds, long priceFen, int newcomers, int perShopper, boolean runsOn) {
        static final TeamRules PAIR = new TeamRules(2, 3_600, 800, 0, 1, false);

        SeatRules frozen() {
            return new SeatRules(newcomers, 0, runsOn, true, List.of());
        }
    }

    /**
     * Of a bargain.
     *
     * @param parts what helpers cut, as drawn
     */
    record ChainRules(
            List<Long> parts,
            long floorFen,
            long min,
            long max,
            int weight,
            long seconds,
            long claimSeconds,
            boolean holdsUnit,
            boolean buysEarly,
            int perDay,
            int perCampaign) {
        static final ChainRules PAIR =
                new ChainRules(List.of(60L, 40L), 400, 1, 1_000, 100, 3_600, 600, false, false, 20, 5);

        long gap() {
            return parts.stream().mapToLong(Long::longValue).sum();
        }

        CutRules frozen() {
            return new CutRules(
                    Money.ofFen(floorFen),
                    min,
                    max,
                    Curve.EVEN,
                    weight,
                    0,
                    7,
                    parts,
                    holdsUnit,
                    buysEarly,
                    (int) claimSeconds,
                    List.of());
        }
    }

    /** The terms of the formation that the request would open. */
    String terms(String action, Request request) {
        return action.equals("open_team")
                ? teams.frozen().terms(request.sku(), teams.size(), Money.ofFen(teams.priceFen()), request.shopper())
                : chains.frozen()
                        .terms(
                                request.sku(),
                                chains.parts().size(),
                                Money.ofFen(chains.floorFen() + chains.gap()),
                                request.shopper());
    }

    String slot(String action, Request request) {
        return action.equals("open_team") ? request.shopper() : request.shopper() + "|" + request.sku();
    }

    String partList() {
        return chains.parts().stream().map(Object::toString).collect(Collectors.joining(","));
    }

    /** What the script is given beside, in the order of its header. */
    List<String> more(String action, Request request) {
        String mark = isNewcomer ? "n" : "-";
        return switch (action) {
            case "open_team" ->
                List.of(
                        formation,
                        terms(action, request),
                        slot(action, request),
                        Integer.toString(teams.perShopper()),
                        Long.toString(teams.seconds()),
                        mark);
            case "join_team" -> List.of(formation, mark);
            case "start_chain" ->
                List.of(
                        terms(action, request),
                        slot(action, request),
                        Long.toString(chains.seconds()),
                        Long.toString(chains.gap()),
                        partList());
            case "assist" ->
                List.of(
                        formation,
                        isNewcomer ? "1" : "0",
                        Long.toString(day),
                        Integer.toString(chains.perDay()),
                        Integer.toString(chains.perCampaign()));
            case "claim" -> List.of(formation);
            default -> List.of();
        };
    }

    /** The outcome as it is proposed. */
    Outcome outcome(String action, Request it) {
        return switch (action) {
            case "assist" ->
                new CutGiven(
                        it.outcome(),
                        it.shopper(),
                        it.key(),
                        it.fingerprint(),
                        formation,
                        "",
                        0,
                        Money.ZERO,
                        0,
                        "",
                        isNewcomer,
                        day,
                        "CHAIN_CLOSED",
                        null);
            case "start_chain" ->
                new FormationOpened(
                        it.outcome(), it.shopper(), it.key(), it.fingerprint(), it.sku(), null, opening(action, it));
            default ->
                new OrderHeld(
                        it.outcome(),
                        it.shopper(),
                        it.key(),
                        it.fingerprint(),
                        it.sku(),
                        it.units(),
                        Money.ofFen(990),
                        null,
                        action.equals("purchase")
                                ? null
                                : new Membership(
                                        formation,
                                        isNewcomer,
                                        "TEAM_CLOSED",
                                        action.equals("open_team") ? opening(action, it) : null));
        };
    }

    private Opening opening(String action, Request it) {
        boolean isTeam = action.equals("open_team");
        return new Opening(
                slot(action, it),
                isTeam ? teams.size() : chains.parts().size(),
                Money.ofFen(isTeam ? teams.priceFen() : chains.floorFen() + chains.gap()),
                isTeam ? teams.frozen() : chains.frozen(),
                0);
    }

    /** A list of numbers between commas. */
    static List<Long> numbers(String text) {
        return Arrays.stream(text.split(",", -1)).map(Long::valueOf).toList();
    }
}
