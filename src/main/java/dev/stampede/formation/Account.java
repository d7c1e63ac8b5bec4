package dev.stampede.formation;

import dev.stampede.formation.Formation.Granted;
import dev.stampede.formation.Formation.Member;
import dev.stampede.kind.CutGiven;
import dev.stampede.kind.CutRules;
import dev.stampede.kind.FormationRules;
import dev.stampede.kind.Opening;
import dev.stampede.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A formation while a settling transaction changes it. */
final class Account {
    private static final Comparator<Granted> BY_STEP =
            Comparator.comparingInt(Granted::at).thenComparing(Granted::role, Comparator.reverseOrder());

    final String id;
    final String campaignId;
    final String kind;
    final String sku;
    final String openerId;
    final String ownerId;
    final @Nullable String slot;
    final int goal;
    final long priceFen;
    final FormationRules rules;
    final boolean isNew;
    final int seatsBefore;
    final int cutsBefore;
    final int lostClaims;
    private final List<Arrival> arrivals = new ArrayList<>();
    private final List<Granted> granted = new ArrayList<>();
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

    /** One that is opened now; one that is void gets no slot. */
    Account(String id, Ledger.Scene scene, String sku, String ownerId, Opening opening, boolean isVoid) {
        this.id = id;
        this.campaignId = scene.campaignId();
        this.kind = scene.kind();
        this.sku = sku;
        this.openerId = ownerId;
        this.ownerId = ownerId;
        this.slot = isVoid ? null : opening.slot();
        this.goal = opening.goal();
        this.priceFen = opening.price().fen();
        this.rules = opening.rules();
        this.isNew = true;
        this.seatsBefore = 0;
        this.cutsBefore = 0;
        this.lostClaims = 0;
        this.state = FormationState.FORMING;
        this.cutFen = rules.match(seats -> 0L, CutRules::selfCut);
        this.deadline = Instant.ofEpochMilli(opening.deadline());
    }

    /** One that stands, locked. */
    Account(Formation formation) {
        this.id = formation.id();
        this.campaignId = formation.campaignId();
        this.kind = formation.kind();
        this.sku = formation.sku();
        this.openerId = formation.openerId();
        this.slot = formation.slot();
        this.ownerId = formation.ownerId();
        this.goal = formation.goal();
        this.priceFen = formation.price().fen();
        this.rules = formation.rules();
        this.isNew = false;
        this.seatsBefore = formation.seats();
        this.cutsBefore = formation.cuts();
        this.lostClaims = formation.lostClaims();
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

    void takeSeat(String orderId, String shopperId, boolean isNewcomer, Instant now) {
        arrivals.add(new Arrival(0, orderId, new Member(shopperId, now)));
        seats++;
        newcomers += isNewcomer ? 1 : 0;
        isChanged = true;
    }

    void claim(String orderId) {
        claimOrderId = orderId;
        holdId = null;
        isChanged = true;
    }

    void cut(CutGiven given, Instant now) {
        arrivals.add(new Arrival(given.position(), given.id(), new Member(given.shopperId(), now)));
        cuts++;
        cutFen += given.cut().fen();
        isChanged = true;
    }

    void form(Instant now, Instant until, @Nullable String hold) {
        state = FormationState.FORMED;
        formedAt = now;
        deadline = until;
        holdId = hold;
    }

    void grant(Granted reward) {
        granted.add(reward);
    }

    /** What its rows say once the transaction is committed, behind what stood before. */
    Formation behind(List<Arrival> arrivedBefore, List<Granted> grantedBefore) {
        return new Formation(
                id,
                campaignId,
                kind,
                sku,
                state,
                openerId,
                ownerId,
                slot,
                goal,
                Money.ofFen(priceFen),
                rules,
                seats,
                paid,
                newcomers,
                cuts,
                Money.ofFen(cutFen),
                deadline,
                holdId,
                claimOrderId,
                lostClaims,
                Stream.concat(arrivedBefore.stream(), arrivals.stream())
                        .sorted(Arrival.ORDER)
                        .map(Arrival::member)
                        .toList(),
                Stream.concat(grantedBefore.stream(), granted.stream())
                        .sorted(BY_STEP)
                        .toList());
    }
}
