package dev.stampede.formation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stampede.kind.FormationRules;
import dev.stampede.money.Money;
import dev.stampede.order.Order;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A formation as Postgres has it. Of one of seats, {@code seats}, {@code paid} and {@code newcomers} count; of one of cuts,
 * {@code cuts} and {@code cut}.
 *
 * @param ownerId who leads it now, at first who opened it
 * @param slot what its opener has of it; null once it was given back
 * @param goal how many paid seats, or cuts, complete it
 * @param price what a seat pays; of cuts, the price before the first
 * @param cut the sum of all cuts, the owner's own included
 * @param deadlineAt until when it may form; once formed by cuts, until when its owner may buy
 * @param holdId under which it holds a unit itself, or null
 * @param claimOrderId the order that buys it, not yet paid or paid, or null
 * @param lostClaims how many claims were not paid
 * @param members who holds a seat or gave a cut, oldest first
 * @param rewards granted so far
 */
public record Formation(
        String id,
        String campaignId,
        String kind,
        String sku,
        FormationState state,
        String openerId,
        String ownerId,
        @Nullable String slot,
        int goal,
        Money price,
        FormationRules rules,
        int seats,
        int paid,
        int newcomers,
        int cuts,
        Money cut,
        Instant deadlineAt,
        @Nullable String holdId,
        @Nullable String claimOrderId,
        int lostClaims,
        List<Member> members,
        List<Granted> rewards) {
    public Formation {
        members = List.copyOf(members);
        rewards = List.copyOf(rewards);
    }

    /** Somebody who is in it, and since when. */
    public record Member(String shopperId, Instant at) {}

    /** A reward that somebody has got. */
    public record Granted(int at, String role, String shopperId, String kind, JsonNode value) {}

    public boolean isForming() {
        return state == FormationState.FORMING;
    }

    /** Whether it is completed by seats; else by cuts. */
    public boolean hasSeats() {
        return rules.match(seats -> true, cuts -> false);
    }

    /** What a seat, or the owner, pays now. */
    public Money priceNow() {
        return hasSeats() ? price : price.minus(cut);
    }

    /** What that shopper was granted as the owner. */
    public List<Order.Reward> ownersRewards(String shopperId) {
        return rewards.stream()
                .filter(granted ->
                        granted.role().equals("owner") && granted.shopperId().equals(shopperId))
                .map(granted -> new Order.Reward(granted.at(), granted.kind(), granted.value()))
                .toList();
    }
}
