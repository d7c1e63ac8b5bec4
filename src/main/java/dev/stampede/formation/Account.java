package dev.stampede.formation;

import dev.stampede.kind.CutRules;
import dev.stampede.kind.FormationRules;
import dev.stampede.kind.Opening;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A formation while a settling transaction changes it. */
final class Account {
    final String id;
    final String campaignId;
    final String sku;
    final String ownerId;
    final int goal;
    final long priceFen;
    final FormationRules rules;
    final boolean isNew;
    FormationState state;
    int seats;
    int paid;
    int newcomers;
    int cuts;
    long cutFen;
    Instant deadline;

    @Nullable
    Instant formedAt;

    @Nullable
    String holdId;

    @Nullable
    String claimOrderId;

    boolean isChanged;

    /** One that is opened now. */
    Account(String id, String campaignId, String sku, String ownerId, Opening opening) {
        this.id = id;
        this.campaignId = campaignId;
        this.sku = sku;
        this.ownerId = ownerId;
        this.goal = opening.goal();
        this.priceFen = opening.price().fen();
        this.rules = opening.rules();
        this.isNew = true;
        this.state = FormationState.FORMING;
        this.cutFen = rules.match(seats -> 0L, CutRules::selfCut);
        this.deadline = Instant.ofEpochMilli(opening.deadline());
    }

    /** One that stands, locked. */
    Account(Formation formation) {
        this.id = formation.id();
        this.campaignId = formation.campaignId();
        this.sku = formation.sku();
        this.ownerId = formation.ownerId();
        this.goal = formation.goal();
        this.priceFen = formation.price().fen();
        this.rules = formation.rules();
        this.isNew = false;
        this.state = formation.state();
        this.seats = formation.seats();
        this.paid = formation.paid();
        this.newcomers = formation.newcomers();
        this.cuts = formation.cuts();
        this.cutFen = formation.cut().fen();
        this.deadline = formation.deadlineAt();
        this.holdId = formation.holdId();
        this.claimOrderId = formation.claimOrderId();
    }

    boolean hasSeats() {
        return rules.match(seats -> true, cuts -> false);
    }

    boolean mayTakeSeat() {
        return hasSeats() && state == FormationState.FORMING && seats < goal;
    }

    boolean mayBeClaimed() {
        boolean isOpen = state == FormationState.FORMING || state == FormationState.FORMED;
        return !hasSeats() && isOpen && claimOrderId == null;
    }

    /** Whether the cut at that place may be given. */
    boolean mayBeCut(int position) {
        return !hasSeats() && state == FormationState.FORMING && claimOrderId == null && position == cuts + 1;
    }

    void takeSeat(boolean isNewcomer) {
        seats++;
        newcomers += isNewcomer ? 1 : 0;
        isChanged = true;
    }

    void claim(String orderId) {
        claimOrderId = orderId;
        holdId = null;
        isChanged = true;
    }

    void cut(long fen) {
        cuts++;
        cutFen += fen;
        isChanged = true;
    }

    void form(Instant now, Instant until, @Nullable String hold) {
        state = FormationState.FORMED;
        formedAt = now;
        deadline = until;
        holdId = hold;
    }
}
