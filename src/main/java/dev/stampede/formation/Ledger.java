package dev.stampede.formation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.formation.Formation.Granted;
import dev.stampede.json.JsonText;
import dev.stampede.kind.CutGiven;
import dev.stampede.kind.CutRules;
import dev.stampede.kind.FormationOpened;
import dev.stampede.kind.Membership;
import dev.stampede.kind.Opening;
import dev.stampede.kind.OrderHeld;
import dev.stampede.kind.Reward;
import dev.stampede.kind.RewardStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The formations of one settling transaction, and what its outcomes make of them one after the other. An outcome whose
 * formation is not open for it any more is void, and changes nothing but what tells Redis so. Pure.
 */
public final class Ledger {
    private static final String MISMATCH = "IDEMPOTENCY_MISMATCH";
    private static final String ENDED = "ENDED";

    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Set<RequestKey> gives;
    private final List<Line> lines = new ArrayList<>();

    /** A request key in its scope. */
    public record RequestKey(String campaignId, String shopperId, String requestKey) {}

    /** Where an outcome stands. */
    public record Scene(
            String campaignId, String kind, boolean isCancelled, Instant now, long generation, long sequence) {}

    /**
     * What becomes of an order.
     *
     * @param voidReason the refusal that its shopper is told, or null
     * @param takesUnit false when it takes over the unit that its formation held
     * @param payAtMost until when it may wait for its payment
     */
    public record Place(@Nullable String voidReason, boolean takesUnit, Instant payAtMost) {}

    /** Something to write; the kinds of rows are those of {@link PgLedgerRows}. */
    sealed interface Line {
        record Opened(
                Account account,
                Scene scene,
                Opening opening,
                @Nullable ObjectNode source,
                @Nullable String requestKey,
                @Nullable String fingerprint,
                @Nullable String voidReason)
                implements Line {}

        record Cut(CutGiven given, Scene scene, @Nullable String voidReason) implements Line {}

        record Formed(Account account, Scene scene) implements Line {}

        record Rewarded(String formationId, Granted granted, Instant now) implements Line {}

        /** @param data a JSON object */
        record Told(String type, Scene scene, String data) implements Line {}

        record Released(String campaignId, String holdId, String formationId) implements Line {}
    }

    /**
     * @param locked the formations that outcomes name and that exist, locked
     * @param gives request keys that a give has
     */
    public Ledger(Collection<Formation> locked, Set<RequestKey> gives) {
        locked.forEach(formation -> accounts.put(formation.id(), new Account(formation)));
        this.gives = Set.copyOf(gives);
    }

    /** For a transaction whose outcomes name no formation. */
    public static Ledger empty() {
        return new Ledger(List.of(), Set.of());
    }

    List<Line> lines() {
        return lines;
    }

    Collection<Account> accounts() {
        return accounts.values();
    }

    /** Takes a seat or a claim, and opens the formation when the order does. */
    public Place order(OrderHeld held, Membership membership, Scene scene) {
        String refusal = refusal(held.shopperId(), held.requestKey(), scene);
        Opening opening = membership.opening();
        return opening == null
                ? join(held, membership, scene, refusal)
                : open(held, membership, opening, scene, refusal);
    }

    /** Opens a formation without an order; returns why that is void, or null. */
    public @Nullable String open(FormationOpened opened, Scene scene) {
        String refusal = refusal(opened.shopperId(), opened.requestKey(), scene);
        Account account =
                new Account(opened.id(), scene, opened.sku(), opened.shopperId(), opened.opening(), refusal != null);
        open(account, opened.opening(), opened.source(), scene, refusal, opened.requestKey(), opened.fingerprint());
        return refusal;
    }

    /** Gives a cut; returns why that is void, or null. */
    public @Nullable String cut(CutGiven given, Scene scene) {
        Account account = accounts.get(given.formationId());
        String refusal = refusal(given.shopperId(), given.requestKey(), scene);
        if (refusal == null && (account == null || !account.mayBeCut(given.position()))) {
            refusal = given.closedCode();
        }
        lines.add(new Line.Cut(given, scene, refusal));
        if (refusal != null || account == null) {
            lines.add(new Line.Released(scene.campaignId(), given.id(), given.formationId()));
            return refusal;
        }
        account.cut(given, scene.now());
        tellCut(account, given, scene);
        if (account.cuts == account.goal) {
            String hold = given.takesUnit() ? account.id : null;
            account.form(scene.now(), Instant.ofEpochMilli(given.deadline()), hold);
            lines.add(new Line.Formed(account, scene));
            lines.add(new Line.Told(
                    "formation.formed", scene, data(account, given.shopperId()).end()));
        }
        return null;
    }

    private @Nullable String refusal(String shopperId, String requestKey, Scene scene) {
        if (gives.contains(new RequestKey(scene.campaignId(), shopperId, requestKey))) {
            return MISMATCH;
        }
        return scene.isCancelled() ? ENDED : null;
    }

    private Place join(OrderHeld held, Membership membership, Scene scene, @Nullable String refusal) {
        Account account = accounts.get(membership.formationId());
        boolean isOpen = account != null && (account.hasSeats() ? account.mayTakeSeat() : account.mayBeClaimed());
        if (refusal != null || account == null || !isOpen) {
            return new Place(refusal == null ? membership.closedCode() : refusal, true, Instant.MAX);
        }
        if (account.hasSeats()) {
            account.takeSeat(held.id(), held.shopperId(), membership.isNewcomer(), scene.now());
            return new Place(null, true, account.deadline);
        }
        boolean takesUnit = account.holdId == null;
        account.claim(held.id());
        return new Place(null, takesUnit, Instant.MAX);
    }

    private Place open(OrderHeld held, Membership membership, Opening opening, Scene scene, @Nullable String refusal) {
        Account account =
                new Account(membership.formationId(), scene, held.sku(), held.shopperId(), opening, refusal != null);
        if (refusal == null) {
            account.takeSeat(held.id(), held.shopperId(), membership.isNewcomer(), scene.now());
        }
        open(account, opening, held.source(), scene, refusal, null, null);
        return new Place(refusal, true, account.deadline);
    }

    private void open(
            Account account,
            Opening opening,
            @Nullable ObjectNode source,
            Scene scene,
            @Nullable String refusal,
            @Nullable String requestKey,
            @Nullable String fingerprint) {
        accounts.put(account.id, account);
        lines.add(new Line.Opened(account, scene, opening, source, requestKey, fingerprint, refusal));
        if (refusal == null) {
            lines.add(new Line.Told(
                    "formation.opened", scene, data(account, account.ownerId).end()));
        } else {
            account.state = FormationState.DISSOLVED;
            lines.add(new Line.Released(scene.campaignId(), account.id, account.id));
        }
    }

    private void tellCut(Account account, CutGiven given, Scene scene) {
        List<String> granted = new ArrayList<>();
        for (RewardStep step : account.rules.match(seats -> List.<RewardStep>of(), CutRules::rewards)) {
            if (step.at() == account.cuts) {
                grant(account, step.at(), "owner", account.ownerId, step.owner(), scene, granted);
                grant(account, step.at(), "helper", given.shopperId(), step.helper(), scene, granted);
            }
        }
        JsonText data =
                data(account, given.shopperId()).put("cutFen", given.cut().fen());
        if (!granted.isEmpty()) {
            data.list("rewards", granted);
        }
        lines.add(new Line.Told("formation.advanced", scene, data.end()));
    }

    private void grant(
            Account account,
            int at,
            String role,
            String shopperId,
            @Nullable Reward reward,
            Scene scene,
            List<String> told) {
        if (reward != null) {
            Granted granted = new Granted(at, role, shopperId, reward.kind(), reward.value());
            account.grant(granted);
            lines.add(new Line.Rewarded(account.id, granted, scene.now()));
            told.add(new JsonText()
                    .put("at", at)
                    .put("role", role)
                    .put("shopperId", shopperId)
                    .put("kind", reward.kind())
                    .set("value", reward.value())
                    .end());
        }
    }

    private static JsonText data(Account account, String shopperId) {
        int progress = account.hasSeats() ? account.paid : account.cuts;
        return FormationEvent.of(account).data(progress, account.priceFen - account.cutFen, shopperId);
    }
}
