package dev.stampede.settlement;

import dev.stampede.formation.Formation;
import dev.stampede.formation.Ledger;
import dev.stampede.formation.Ledger.Scene;
import dev.stampede.formation.PgLedger;
import dev.stampede.formation.PgLedgerRows;
import dev.stampede.kind.CutGiven;
import dev.stampede.kind.FormationOpened;
import dev.stampede.kind.Membership;
import dev.stampede.kind.OrderHeld;
import dev.stampede.kind.OrderReacquired;
import dev.stampede.kind.Outcome;
import dev.stampede.kind.StockWithdrawn;
import dev.stampede.money.Money;
import dev.stampede.order.HistoryEntry;
import dev.stampede.order.Order;
import dev.stampede.order.OrderState;
import dev.stampede.settlement.PgSheet.Units;
import dev.stampede.settlement.Standing.Place;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rows that applied entries become: the second flight of the settling transaction. */
final class PgSettlementRows {
    private final Supplier<String> ids;

    PgSettlementRows(Supplier<String> ids) {
        this.ids = ids;
    }

    /** What an outcome makes, but for the formation, which later outcomes may change. */
    private record Made(Settled settled, @Nullable String formationId) {}

    /** Statements on their way, and what they make true once they are committed. */
    static final class Flight {
        private final List<Future<?>> statements;
        private final Map<Entry, List<Made>> made;
        private final Future<Map<String, Formation>> formations;

        private Flight(
                List<Future<?>> statements, Map<Entry, List<Made>> made, Future<Map<String, Formation>> formations) {
            this.statements = statements;
            this.made = made;
            this.formations = formations;
        }

        List<Future<?>> statements() {
            return statements;
        }

        /** Once all statements are done. */
        Map<Entry, List<Settled>> settled() {
            Map<Entry, List<Settled>> settled = new LinkedHashMap<>();
            made.forEach((entry, all) ->
                    settled.put(entry, all.stream().map(this::complete).toList()));
            return settled;
        }

        private Settled complete(Made one) {
            return one.formationId() == null
                    ? one.settled()
                    : one.settled().with(formations.result().get(one.formationId()));
        }
    }

    /**
     * @param ledger of the formations that the plan's outcomes name, locked
     * @param paid the late payments that paid their order
     */
    Flight send(SqlConnection db, Plan plan, Ledger ledger, Set<String> paid) {
        PgSheet sheet = new PgSheet();
        Map<Entry, List<Made>> made = new LinkedHashMap<>();
        for (Entry entry : plan.applied()) {
            sheet.batch(entry);
            Page page = new Page(sheet, entry, plan.place(entry), ledger);
            List<Made> outcomes = new ArrayList<>();
            for (Outcome outcome : entry.outcomes()) {
                Settled settled = outcome.match(
                        held -> add(page, held),
                        reacquired -> add(page, reacquired, paid.contains(reacquired.id())),
                        withdrawn -> add(page, withdrawn),
                        opened -> add(page, opened),
                        cut -> add(page, cut));
                outcomes.add(new Made(settled, PgLedger.formation(outcome)));
            }
            made.put(entry, outcomes);
        }
        plan.lastApplied().forEach(sheet::counter);
        Future<Map<String, Formation>> formations = PgLedger.outcome(db, ledger);
        List<Future<?>> statements = sheet.execute(db, new PgLedgerRows(ledger, ids));
        statements.add(formations);
        return new Flight(statements, made, formations);
    }

    /** Where the rows of one entry go. */
    private record Page(PgSheet sheet, Entry entry, Place place, Ledger ledger) {
        Scene scene() {
            return new Scene(
                    entry.campaignId(),
                    place.kind(),
                    place.isCancelled(),
                    place.now(),
                    entry.generation(),
                    entry.sequence());
        }
    }

    private Settled add(Page page, OrderHeld held) {
        Membership membership = held.membership();
        Ledger.Place place = membership == null
                ? new Ledger.Place(page.place().isCancelled() ? "ENDED" : null, true, Instant.MAX)
                : page.ledger().order(held, membership, page.scene());
        Order order = order(page, held, place);
        page.sheet().order(page.entry(), held, order, ids.get());
        if (order.voidReason() != null) {
            page.sheet().release(page.entry(), order.id(), membership == null ? null : membership.formationId());
        } else if (place.takesUnit()) {
            page.sheet().move(page.entry(), held.sku(), new Units(held.quantity(), 0, 0));
        }
        return new Settled(order);
    }

    /** The order itself was paid before, or stays as it is. */
    private static Settled add(Page page, OrderReacquired reacquired, boolean isPaid) {
        String voidReason = isPaid ? null : page.place().isClosed() ? "ENDED" : "WRONG_STATE";
        page.sheet()
                .takes
                .add(page.entry(), reacquired, voidReason, page.place().now());
        if (isPaid) {
            page.sheet().move(page.entry(), reacquired.sku(), new Units(0, reacquired.quantity(), 0));
        } else {
            page.sheet().release(page.entry(), reacquired.id(), null);
        }
        return Settled.take(voidReason);
    }

    private static Settled add(Page page, StockWithdrawn withdrawn) {
        page.sheet().takes.add(page.entry(), withdrawn, page.place().now());
        page.sheet().move(page.entry(), withdrawn.sku(), new Units(0, 0, withdrawn.units()));
        return Settled.take(null);
    }

    private static Settled add(Page page, FormationOpened opened) {
        return Settled.take(page.ledger().open(opened, page.scene()));
    }

    private static Settled add(Page page, CutGiven given) {
        String voidReason = page.ledger().cut(given, page.scene());
        if (voidReason == null && given.takesUnit()) {
            page.sheet().move(page.entry(), given.sku(), new Units(1, 0, 0));
        }
        return Settled.cut(given.cut(), voidReason);
    }

    private static Order order(Page page, OrderHeld held, Ledger.Place place) {
        Instant now = page.place().now();
        List<HistoryEntry> history = new ArrayList<>();
        history.add(new HistoryEntry(null, OrderState.HELD, now, "accepted"));
        if (place.voidReason() != null) {
            history.add(new HistoryEntry(OrderState.HELD, OrderState.CANCELLED, now, "void"));
        }
        Instant payBy = now.plusSeconds(page.place().payWithinSeconds());
        return new Order(
                held.id(),
                page.entry().campaignId(),
                page.place().kind(),
                held.shopperId(),
                held.sku(),
                held.quantity(),
                held.unitPrice(),
                held.amount(),
                Money.ZERO,
                history.get(history.size() - 1).to(),
                payBy.isBefore(place.payAtMost()) ? payBy : place.payAtMost(),
                now,
                held.source(),
                place.voidReason(),
                history,
                PgLedger.formation(held),
                List.of());
    }
}
