package dev.stampede.audit;

import java.util.List;

/**
 * I8, I10 and I12: what was settled, under which generation, and what is late. How many orders a batch held is not asked: its
 * entry is trimmed once it is settled.
 */
final class PgSettlingChecks {
    private static final String GAP = """
            SELECT k.campaign_id, 0 AS units,
                   format('settled through %s as batch %s, but there are %s batches, from %s to %s, and that one is %s',
                          k.settled_through, k.last_batch_id, b.batches, b.first, b.last, coalesce(l.batch_id, 'missing'))
                     AS detail
            FROM campaign_counter k
            CROSS JOIN LATERAL (SELECT count(*) AS batches, min(sequence) AS first, max(sequence) AS last
                                FROM settled_batch s WHERE s.campaign_id = k.campaign_id) b
            LEFT JOIN settled_batch l ON l.campaign_id = k.campaign_id AND l.sequence = k.settled_through
            WHERE k.campaign_id = ANY ($1::text[])
              AND (b.batches <> k.settled_through OR b.first <> 1 OR b.last <> k.settled_through
                   OR coalesce(l.batch_id, '') <> k.last_batch_id)
            """;
    private static final String TWICE = """
            SELECT campaign_id, 0 AS units,
                   format('batch %s was settled as %s', batch_id, string_agg(sequence::text, ' and ' ORDER BY sequence))
                     AS detail
            FROM settled_batch WHERE campaign_id = ANY ($1::text[])
            GROUP BY campaign_id, batch_id HAVING count(*) > 1
            """;
    private static final String NOT_SETTLED = """
            SELECT o.campaign_id, 0 AS units,
                   format('%s %s is of generation %s, sequence %s, which is %s', o.what, o.id, o.generation, o.sequence,
                          coalesce(b.verdict || ' in generation ' || b.generation, 'not settled')) AS detail
            FROM (SELECT 'order' AS what, id, campaign_id, generation, sequence FROM orders
                  WHERE campaign_id = ANY ($1::text[])
                  UNION ALL
                  SELECT type, id, campaign_id, generation, sequence FROM accepted_take
                  WHERE campaign_id = ANY ($1::text[])
                  UNION ALL
                  SELECT 'formation', id, campaign_id, generation, sequence FROM formation
                  WHERE campaign_id = ANY ($1::text[])
                  UNION ALL
                  SELECT 'cut', id, campaign_id, generation, sequence FROM cut
                  WHERE campaign_id = ANY ($1::text[])) o
            LEFT JOIN settled_batch b ON b.campaign_id = o.campaign_id AND b.sequence = o.sequence
            WHERE b.verdict IS DISTINCT FROM 'settled' OR b.generation <> o.generation
            """;
    private static final String AHEAD = """
            SELECT k.campaign_id, 0 AS units,
                   format('%s rows of generation %s, and the counter is at %s', count(*), r.generation, k.generation)
                     AS detail
            FROM campaign_counter k JOIN (
              SELECT campaign_id, generation FROM orders WHERE campaign_id = ANY ($1::text[])
              UNION ALL
              SELECT campaign_id, generation FROM accepted_take WHERE campaign_id = ANY ($1::text[])
              UNION ALL
              SELECT campaign_id, generation FROM cut WHERE campaign_id = ANY ($1::text[])
              UNION ALL
              SELECT campaign_id, generation FROM settled_batch WHERE campaign_id = ANY ($1::text[])) r
              ON r.campaign_id = k.campaign_id AND r.generation > k.generation
            GROUP BY k.campaign_id, r.generation, k.generation
            """;
    private static final String FALLING = """
            SELECT campaign_id, 0 AS units,
                   format('sequence %s was settled in generation %s after one in generation %s', sequence, generation,
                          earlier) AS detail
            FROM (SELECT campaign_id, sequence, generation,
                         max(generation) OVER (PARTITION BY campaign_id ORDER BY sequence) AS earlier
                  FROM settled_batch WHERE campaign_id = ANY ($1::text[])) b
            WHERE generation < earlier
            """;
    private static final String LATE = """
            SELECT campaign_id, 0 AS units,
                   format('%s: %s, the oldest for %s s; %s', what, count(*),
                          floor(extract(epoch FROM now() - min(due))), cure) AS detail
            FROM (
              SELECT campaign_id, pay_by AS due, 'held orders past their payBy' AS what,
                     'a node with the role schedule expires them' AS cure
              FROM orders WHERE state = 'held' AND pay_by < now() - interval '5 seconds'
              UNION ALL
              SELECT campaign_id, deadline_at, 'formations past their deadline',
                     'a node with the role schedule ends them'
              FROM formation
              WHERE (state = 'forming' OR (state = 'formed' AND form = 'cuts')) AND claim_order_id IS NULL
                AND deadline_at < now() - interval '5 seconds'
              UNION ALL
              SELECT o.campaign_id, r.created_at, 'refunds not done', 'its row says the last error; it is tried again'
              FROM refund r JOIN orders o ON o.id = r.order_id
              WHERE r.done_at IS NULL AND r.created_at < now() - interval '10 seconds'
              UNION ALL
              SELECT o.campaign_id, p.at, 'payments that bought nothing and did not go back',
                     'a node with the role schedule resolves them'
              FROM payment p JOIN orders o ON o.id = p.order_id
              WHERE NOT p.applied AND p.returned_fen = 0 AND p.at < now() - interval '10 seconds'
              UNION ALL
              SELECT c.id, max(h.at), 'live orders of a cancelled campaign', 'a node with the role schedule takes them back'
              FROM campaign c JOIN campaign_history h ON h.campaign_id = c.id AND h.to_state = 'cancelled'
              WHERE c.state = 'cancelled' AND EXISTS (
                SELECT FROM orders o WHERE o.campaign_id = c.id AND o.state IN ('held', 'paid', 'settled')
                UNION ALL
                SELECT FROM formation f WHERE f.campaign_id = c.id AND f.state IN ('forming', 'formed'))
              GROUP BY c.id HAVING max(h.at) < now() - interval '10 seconds'
              UNION ALL
              SELECT campaign_id, created_at, 'releases pending', 'a node with the role schedule works them off'
              FROM release WHERE done_at IS NULL AND created_at < now() - interval '10 seconds'
              UNION ALL
              SELECT campaign_id, at, 'changes not told to Redis', 'a node with the role schedule tells it'
              FROM tell_redis WHERE at < now() - interval '10 seconds'
              UNION ALL
              SELECT campaign_id, at, 'reloads wanted', 'any running node loads it; its log says why not'
              FROM reload_wanted WHERE at < now() - interval '10 seconds') late
            WHERE campaign_id = ANY ($1::text[])
            GROUP BY campaign_id, what, cure
            """;

    private PgSettlingChecks() {}

    static List<PgCheck> all() {
        return List.of(
                PgCheck.of("I8", GAP),
                PgCheck.of("I8", TWICE),
                PgCheck.of("I8", NOT_SETTLED),
                PgCheck.of("I10", AHEAD),
                PgCheck.of("I10", FALLING),
                PgCheck.of("I12", LATE));
    }
}
