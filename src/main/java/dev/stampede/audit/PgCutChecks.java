package dev.stampede.audit;

import java.util.List;

/** I6: the cuts of formations, what their owners bought and what was granted. */
final class PgCutChecks {
    private static final String SUM = """
            SELECT f.campaign_id, 0 AS units,
                   format('formation %s is %s with %s of %s cuts, %s of %s fen to a floor of %s; there are %s cuts up to position '
                          || '%s of %s helpers, which sum to %s with the owner''s %s', f.id, f.state, f.cuts, f.goal, f.cut_fen,
                          f.price_fen, f.rules ->> 'floorFen', c.cuts, c.last, c.helpers, c.fen, f.rules ->> 'selfCutFen')
                     AS detail
            FROM formation f CROSS JOIN LATERAL (
              SELECT count(*) AS cuts, coalesce(max(c.position), 0) AS last, coalesce(min(c.position), 1) AS first,
                     count(DISTINCT c.shopper_id) AS helpers, coalesce(sum(c.cut_fen), 0) AS fen,
                     coalesce(bool_or(c.shopper_id = f.opener_id), false) AS has_owner
              FROM cut c WHERE c.formation_id = f.id AND c.void_reason IS NULL) c
            WHERE f.campaign_id = ANY ($1::text[]) AND f.form = 'cuts'
              AND NOT coalesce(f.cuts = c.cuts AND c.last = c.cuts AND c.first = 1 AND c.helpers = c.cuts AND NOT c.has_owner
                AND f.cut_fen = c.fen + (f.rules ->> 'selfCutFen')::bigint
                AND f.price_fen - f.cut_fen >= (f.rules ->> 'floorFen')::bigint
                AND (f.cuts < f.goal OR f.price_fen - f.cut_fen = (f.rules ->> 'floorFen')::bigint)
                AND (f.state <> 'formed' OR f.cuts = f.goal) AND (f.state <> 'forming' OR f.cuts < f.goal), false)
            """;
    private static final String BOUNDS = """
            SELECT c.campaign_id, 0 AS units,
                   format('cut %s of formation %s is %s fen, and may be %s to %s', c.position, f.id, c.cut_fen,
                          f.rules ->> 'minCutFen', f.rules ->> 'maxCutFen') AS detail
            FROM formation f JOIN cut c ON c.formation_id = f.id AND c.void_reason IS NULL
            WHERE f.campaign_id = ANY ($1::text[]) AND f.form = 'cuts'
              AND c.cut_fen NOT BETWEEN (f.rules ->> 'minCutFen')::bigint AND (f.rules ->> 'maxCutFen')::bigint
            """;

    /** A claim stands while its order is held, and is the one live order; what was claimed was paid. */
    private static final String CLAIM = """
            SELECT f.campaign_id, 0 AS units,
                   format('formation %s is %s with the claim %s, which is %s; it has %s live orders, and holds %s itself', f.id,
                          f.state, coalesce(f.claim_order_id, 'none'), coalesce(o.state, 'missing'), m.live,
                          coalesce(f.hold_id, 'nothing')) AS detail
            FROM formation f
            LEFT JOIN orders o ON o.id = f.claim_order_id AND o.formation_id = f.id AND o.shopper_id = f.owner_id
              AND o.sku = f.sku AND o.quantity = 1
            CROSS JOIN LATERAL (
              SELECT count(*) AS live FROM orders n
              WHERE n.formation_id = f.id AND n.state IN ('held', 'paid', 'settled', 'fulfilled')) m
            WHERE f.campaign_id = ANY ($1::text[]) AND f.form = 'cuts'
              AND NOT coalesce(CASE WHEN f.state IN ('forming', 'formed') AND f.claim_order_id IS NOT NULL
                  THEN o.state = 'held' AND m.live = 1 AND f.hold_id IS NULL
                WHEN f.state = 'claimed'
                  THEN o.state IN ('settled', 'fulfilled', 'refunding', 'refunded') AND m.live <= 1 AND f.hold_id IS NULL
                ELSE m.live = 0 AND f.claim_order_id IS NULL
                  AND (f.hold_id IS NOT NULL)
                    = (f.state = 'formed' AND coalesce((f.rules ->> 'holdsUnit')::boolean, false)) END, false)
            """;

    /** What the owner pays is the price that the cuts have left. */
    private static final String PRICE = """
            SELECT f.campaign_id, 0 AS units,
                   format('order %s buys from formation %s at %s fen, and its price is %s', o.id, f.id, o.amount_fen,
                          f.price_fen - f.cut_fen) AS detail
            FROM formation f JOIN orders o ON o.id = f.claim_order_id
            WHERE f.campaign_id = ANY ($1::text[]) AND f.form = 'cuts' AND o.amount_fen <> f.price_fen - f.cut_fen
            """;

    /** Every step that was reached granted what its rules say, once, and nothing else was granted. */
    private static final String REWARDS = """
            WITH due AS (
              SELECT f.id, (s.step ->> 'at')::int AS at_cuts, r.role, s.step -> r.role ->> 'kind' AS kind,
                     s.step -> r.role -> 'value' AS value,
                     CASE r.role WHEN 'owner' THEN f.owner_id
                       ELSE (SELECT c.shopper_id FROM cut c
                             WHERE c.formation_id = f.id AND c.position = (s.step ->> 'at')::int AND c.void_reason IS NULL) END
                       AS shopper_id
              FROM formation f, jsonb_array_elements(f.rules -> 'rewards') AS s (step), unnest('{owner,helper}'::text[]) AS r (role)
              WHERE f.campaign_id = ANY ($1::text[]) AND f.form = 'cuts' AND s.step ? r.role AND (s.step ->> 'at')::int <= f.cuts),
            granted AS (
              SELECT w.* FROM reward w JOIN formation f ON f.id = w.formation_id WHERE f.campaign_id = ANY ($1::text[]))
            SELECT f.campaign_id, 0 AS units,
                   format('formation %s at %s cuts: the %s %s was to get %s %s, and %s got %s %s', f.id,
                          coalesce(d.at_cuts, g.at_cuts), coalesce(d.role, g.role), coalesce(d.shopper_id, ''), coalesce(d.kind, 'nothing'), coalesce(d.value::text, ''),
                          coalesce(g.shopper_id, 'nobody'), coalesce(g.kind, 'nothing'), coalesce(g.value::text, '')) AS detail
            FROM due d FULL JOIN granted g ON g.formation_id = d.id AND g.at_cuts = d.at_cuts AND g.role = d.role
            JOIN formation f ON f.id = coalesce(d.id, g.formation_id)
            WHERE (d.shopper_id, d.kind, d.value) IS DISTINCT FROM (g.shopper_id, g.kind, g.value)
            """;

    private PgCutChecks() {}

    static List<PgCheck> all() {
        return List.of(
                PgCheck.of("I6", SUM),
                PgCheck.of("I6", BOUNDS),
                PgCheck.of("I6", CLAIM),
                PgCheck.of("I6", PRICE),
                PgCheck.of("I6", REWARDS));
    }
}
