package dev.stampede.formation;

import static dev.stampede.postgres.PgColumns.unnested;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.formation.Formation.Granted;
import dev.stampede.formation.Ledger.Line;
import dev.stampede.json.Json;
import dev.stampede.order.PgEventRows;
import dev.stampede.postgres.PgColumns;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a {@link Ledger} has come to, a statement a table. Its events and releases go with those of the orders that settle
 * beside it.
 */
public final class PgLedgerRows {
    /** A start that was shared by a formation in which its owner has given a cut is that one's child. */
    private static final String FORMATIONS = """
            INSERT INTO formation (id, campaign_id, kind, sku, form, state, opener_id, owner_id, slot, goal, price_fen, rules,
                                   seats, newcomers, cuts, cut_fen, opened_at, deadline_at, formed_at, ended_at, hold_id,
                                   claim_order_id, source, request_key, fingerprint, generation, sequence, void_reason,
                                   parent_id)
            SELECT n.id, n.campaign_id, n.kind, n.sku, n.form, n.state, n.opener_id, n.opener_id, n.slot, n.goal, n.price_fen,
                   n.rules::jsonb, n.seats, n.newcomers, n.cuts, n.cut_fen, n.opened_at, n.deadline_at,
                   n.formed_at::timestamptz, n.ended_at::timestamptz, n.hold_id, n.claim_order_id, n.source::jsonb, n.request_key, n.fingerprint, n.generation,
                   n.sequence, n.void_reason,
                   (SELECT c.formation_id FROM cut c
                    WHERE c.formation_id = n.shared_by AND c.shopper_id = n.opener_id AND c.void_reason IS NULL
                      AND c.campaign_id = n.campaign_id)
            FROM %s AS n
            """.formatted(unnested(1, """
                    id text, campaign_id text, kind text, sku text, form text, state text, opener_id text,
                    slot text, goal int, price_fen bigint, rules text, seats int, newcomers int, cuts int,
                    cut_fen bigint, opened_at timestamptz, deadline_at timestamptz, formed_at text,
                    ended_at text, hold_id text, claim_order_id text, source text, request_key text,
                    fingerprint text, generation bigint, sequence bigint, void_reason text, shared_by text"""));

    private static final String CHANGES = """
            UPDATE formation f
            SET state = c.state, seats = c.seats, newcomers = c.newcomers, cuts = c.cuts, cut_fen = c.cut_fen,
                deadline_at = c.deadline_at, formed_at = coalesce(c.formed_at::timestamptz, f.formed_at), hold_id = c.hold_id,
                claim_order_id = c.claim_order_id
            FROM %s AS c
            WHERE f.id = c.id
            """.formatted(unnested(1, """
                    id text, state text, seats int, newcomers int, cuts int, cut_fen bigint,
                    deadline_at timestamptz, formed_at text, hold_id text, claim_order_id text"""));
    private static final String HISTORY = """
            INSERT INTO formation_history (formation_id, position, from_state, to_state, at, cause)
            SELECT h.formation_id,
                   (SELECT count(*) FROM formation_history e WHERE e.formation_id = h.formation_id)
                     + row_number() OVER (PARTITION BY h.formation_id ORDER BY h.n) - 1,
                   h.from_state, h.to_state, h.at, h.cause
            FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[])
                 WITH ORDINALITY AS h (formation_id, from_state, to_state, at, cause, n)
            """;
    private static final String CUTS = """
            INSERT INTO cut (id, campaign_id, formation_id, shopper_id, position, cut_fen, is_newcomer, day, source,
                             request_key, fingerprint, generation, sequence, at, void_reason)
            SELECT id, campaign_id, formation_id, shopper_id, position, cut_fen, is_newcomer, day, source::jsonb,
                   request_key, fingerprint, generation, sequence, at, void_reason
            FROM %s AS c
            """.formatted(unnested(1, """
                    id text, campaign_id text, formation_id text, shopper_id text, position int,
                    cut_fen bigint, is_newcomer boolean, day bigint, source text, request_key text,
                    fingerprint text, generation bigint, sequence bigint, at timestamptz, void_reason text"""));
    private static final String REWARDS = """
            INSERT INTO reward (formation_id, at_cuts, role, shopper_id, kind, value, granted_at)
            SELECT formation_id, at_cuts, role, shopper_id, kind, value::jsonb, granted_at
            FROM %s AS r
            """.formatted(unnested(1, """
                    formation_id text, at_cuts int, role text, shopper_id text, kind text, value text,
                    granted_at timestamptz"""));
    private final Supplier<String> ids;
    private final PgColumns formations = new PgColumns();
    private final PgColumns changes = new PgColumns();
    private final PgColumns history = new PgColumns();
    private final PgColumns cuts = new PgColumns();
    private final PgColumns rewards = new PgColumns();
    private final PgEventRows events = new PgEventRows();
    private final PgColumns releases = new PgColumns();

    /** @param ids of the events */
    public PgLedgerRows(Ledger ledger, Supplier<String> ids) {
        this.ids = ids;
        ledger.lines().forEach(this::add);
        ledger.accounts().stream()
                .filter(account -> account.isChanged && !account.isNew)
                .forEach(this::change);
    }

    /** Sends the statements of the tables that are formations' alone, in an order that their keys allow. */
    public List<Future<?>> execute(SqlConnection db) {
        return List.of(
                formations.execute(db, FORMATIONS),
                changes.execute(db, CHANGES),
                history.execute(db, HISTORY),
                cuts.execute(db, CUTS),
                rewards.execute(db, REWARDS));
    }

    /** Events to tell. */
    public PgEventRows events() {
        return events;
    }

    /** Releases of what is void: campaign, hold, formation. */
    public PgColumns releases() {
        return releases;
    }

    private void add(Line line) {
        if (line instanceof Line.Opened opened) {
            open(opened);
        } else if (line instanceof Line.Cut cut) {
            cut(cut);
        } else if (line instanceof Line.Formed formed) {
            history.row(formed.account().id, "forming", "formed", formed.scene().now(), "complete");
        } else if (line instanceof Line.Rewarded rewarded) {
            Granted granted = rewarded.granted();
            rewards.row(
                    rewarded.formationId(),
                    granted.at(),
                    granted.role(),
                    granted.shopperId(),
                    granted.kind(),
                    Json.write(granted.value()),
                    rewarded.now());
        } else if (line instanceof Line.Told told) {
            events.add(
                    ids.get(),
                    told.type(),
                    told.scene().campaignId(),
                    told.scene().now(),
                    told.data());
        } else if (line instanceof Line.Released released) {
            releases.row(released.campaignId(), released.holdId(), released.formationId());
        }
    }

    /** With what later outcomes of the same transaction made of it. */
    private void open(Line.Opened opened) {
        Account account = opened.account();
        boolean isVoid = opened.voidReason() != null;
        ObjectNode source = opened.source();
        formations.row(
                account.id,
                account.campaignId,
                account.kind,
                account.sku,
                account.rules.form(),
                account.state.word(),
                account.ownerId,
                account.slot,
                account.goal,
                account.priceFen,
                Json.write(account.rules.write()),
                account.seats,
                account.newcomers,
                account.cuts,
                account.cutFen,
                opened.scene().now(),
                account.deadline,
                text(account.formedAt),
                isVoid ? text(opened.scene().now()) : null,
                account.holdId,
                account.claimOrderId,
                text(source),
                opened.requestKey(),
                opened.fingerprint(),
                opened.scene().generation(),
                opened.scene().sequence(),
                opened.voidReason(),
                source == null ? null : source.path("sharedBy").textValue());
        history.row(account.id, null, "forming", opened.scene().now(), "accepted");
        if (isVoid) {
            history.row(account.id, "forming", "dissolved", opened.scene().now(), "void");
        }
    }

    private void cut(Line.Cut cut) {
        cuts.row(
                cut.given().id(),
                cut.scene().campaignId(),
                cut.given().formationId(),
                cut.given().shopperId(),
                cut.given().position(),
                cut.given().cut().fen(),
                cut.given().isNewcomer(),
                cut.given().day(),
                text(cut.given().source()),
                cut.given().requestKey(),
                cut.given().fingerprint(),
                cut.scene().generation(),
                cut.scene().sequence(),
                cut.scene().now(),
                cut.voidReason());
    }

    private void change(Account account) {
        changes.row(
                account.id,
                account.state.word(),
                account.seats,
                account.newcomers,
                account.cuts,
                account.cutFen,
                account.deadline,
                text(account.formedAt),
                account.holdId,
                account.claimOrderId);
    }

    private static @Nullable String text(@Nullable ObjectNode json) {
        return json == null ? null : Json.write(json);
    }

    /** A column of times that may all be missing goes as text: an array of nothing has no type. */
    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
