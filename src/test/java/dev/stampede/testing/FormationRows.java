package dev.stampede.testing;

import dev.stampede.json.Json;
import dev.stampede.kind.CutRules;
import dev.stampede.kind.FormationRules;
import dev.stampede.kind.SeatRules;
import java.time.Duration;

/** Writes formations of a campaign, their seats, cuts and claims, as settlement leaves them. */
public final class FormationRows {
    private static final String OPEN = """
            WITH opened AS (
              INSERT INTO formation (id, campaign_id, kind, sku, form, state, opener_id, owner_id, slot, goal, price_fen, rules,
                cut_fen, opened_at, deadline_at, generation, sequence)
              VALUES ($1::text, $2::text, 'by_hand', 'tee', $3::text, 'forming', $4::text, $4::text, $4::text, $5::int,
                $6::bigint, $7::text::jsonb, $8::bigint, now(), now() + $9::bigint * interval '1 millisecond', 1, 1)
            )
            INSERT INTO formation_history (formation_id, position, to_state, at, cause)
            VALUES ($1::text, 0, 'forming', now(), 'accepted')
            """;
    private static final String ORDER = """
            WITH ordered AS (
              INSERT INTO orders (id, campaign_id, kind, shopper_id, sku, quantity, unit_price_fen, amount_fen, state, hold_id,
                request_key, fingerprint, generation, sequence, created_at, pay_by, formation_id, is_newcomer)
              SELECT $1::text, f.campaign_id, f.kind, $3::text, f.sku, 1, $4::bigint, $4::bigint, 'held', $1::text,
                'key-' || $1::text, 'f', 1, 1, clock_timestamp(), now() + $6::bigint * interval '1 millisecond', f.id, $5::boolean
              FROM formation f WHERE f.id = $2::text
            )
            UPDATE offer o SET held = held + $7::int FROM formation f
            WHERE f.id = $2::text AND o.campaign_id = f.campaign_id AND o.sku = f.sku
            """;
    private static final String SEAT = """
            UPDATE formation SET seats = seats + 1, newcomers = newcomers + $2::int WHERE id = $1::text
            """;
    private static final String CUT = """
            INSERT INTO cut (id, campaign_id, formation_id, shopper_id, position, cut_fen, is_newcomer, day, request_key,
              fingerprint, generation, sequence, at)
            SELECT $1::text, f.campaign_id, f.id, $3::text, f.cuts + 1, $4::bigint, false, 0, 'key-' || $1::text, 'f', 1, 1, now()
            FROM formation f WHERE f.id = $2::text
            """;
    private static final String CUT_COUNTED = """
            UPDATE formation SET cuts = cuts + 1, cut_fen = cut_fen + $2::bigint WHERE id = $1::text
            """;
    private static final String COMPLETE = """
            WITH formed AS (
              UPDATE formation SET state = 'formed', formed_at = now(), hold_id = CASE WHEN $2::boolean THEN id END,
                deadline_at = now() + $3::int * interval '1 second'
              WHERE id = $1::text RETURNING id, campaign_id, sku
            ), written AS (
              INSERT INTO formation_history (formation_id, position, from_state, to_state, at, cause)
              SELECT id, 1, 'forming', 'formed', now(), 'complete' FROM formed
            )
            UPDATE offer o SET held = held + 1 FROM formed f
            WHERE $2::boolean AND o.campaign_id = f.campaign_id AND o.sku = f.sku
            """;

    private final TestDatabase database;
    private final OrderRows orders;

    public FormationRows(TestDatabase database, OrderRows orders) {
        this.database = database;
        this.orders = orders;
    }

    /** A live campaign with so many units, whose counter can be locked; its id. */
    public String campaign(long granted) {
        String id = orders.campaign(granted);
        database.query("INSERT INTO campaign_counter (campaign_id, generation) VALUES ($1::text, 1)", id);
        return id;
    }

    /** One that is completed by seats at 990 fen, with its opener's unpaid seat; its id. */
    public String ofSeats(String campaignId, String opener, int goal, SeatRules rules, Duration untilDeadline) {
        String id = open(campaignId, opener, goal, OrderRows.PRICE_FEN, rules, 0, untilDeadline);
        seat(id, opener);
        return id;
    }

    /** One that is completed by cuts; its id. */
    public String ofCuts(String campaignId, String owner, int goal, CutRules rules, Duration untilDeadline) {
        return open(campaignId, owner, goal, OrderRows.PRICE_FEN, rules, rules.selfCut(), untilDeadline);
    }

    private String open(
            String campaignId,
            String opener,
            int goal,
            long price,
            FormationRules rules,
            long cut,
            Duration untilDeadline) {
        String id = database.ids().get();
        database.query(
                OPEN,
                id,
                campaignId,
                rules.form(),
                opener,
                goal,
                price,
                Json.write(rules.write()),
                cut,
                untilDeadline.toMillis());
        return id;
    }

    /** An unpaid seat of no newcomer at 990 fen; its order's id. */
    public String seat(String formation, String shopper) {
        return seat(formation, shopper, false, OrderRows.PRICE_FEN, Duration.ofMinutes(5));
    }

    public String seat(String formation, String shopper, boolean isNewcomer, long fen, Duration untilPayBy) {
        String id = database.ids().get();
        database.query(ORDER, id, formation, shopper, fen, isNewcomer, untilPayBy.toMillis(), 1);
        database.query(SEAT, formation, isNewcomer ? 1 : 0);
        return id;
    }

    /** One helper's cut. */
    public void cut(String formation, String helper, long fen) {
        database.query(CUT, database.ids().get(), formation, helper, fen);
        database.query(CUT_COUNTED, formation, fen);
    }

    /** The last cut was given: its owner may buy for so long. */
    public void complete(String formation, boolean holdsUnit, int claimWithinSeconds) {
        database.query(COMPLETE, formation, holdsUnit, claimWithinSeconds);
    }

    /** The owner's claim at the price that there is now; its order's id. */
    public String claim(String formation, Duration untilPayBy) {
        String id = database.ids().get();
        boolean hadUnit =
                database.count("SELECT count(*) FROM formation WHERE id = $1::text AND hold_id IS NOT NULL", formation)
                        > 0;
        long price = database.count("SELECT price_fen - cut_fen FROM formation WHERE id = $1::text", formation);
        String owner = orders.texts("SELECT owner_id FROM formation WHERE id = $1::text", formation)
                .get(0);
        database.query(ORDER, id, formation, owner, price, false, untilPayBy.toMillis(), hadUnit ? 0 : 1);
        database.query(
                "UPDATE formation SET claim_order_id = $2::text, hold_id = NULL WHERE id = $1::text", formation, id);
        return id;
    }
}
