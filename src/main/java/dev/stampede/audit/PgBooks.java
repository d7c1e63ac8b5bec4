package dev.stampede.audit;

import dev.stampede.audit.Books.OfferBook;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the books of one campaign, in one statement and so at one instant. */
final class PgBooks {
    private static final String BOOKS = """
            SELECT c.state, k.generation, k.settled_through, k.last_batch_id, o.skus, o.granted, o.withdrawn, o.held,
                   o.sold,
                   ARRAY(SELECT hold_id FROM release r WHERE r.campaign_id = c.id AND r.done_at IS NULL
                         ORDER BY r.id LIMIT $2::int) AS pending,
                   (SELECT coalesce(max(r.id), 0) FROM release r WHERE r.campaign_id = c.id) AS last_release,
                   EXISTS (SELECT FROM tell_redis t WHERE t.campaign_id = c.id) AS is_telling,
                   EXISTS (SELECT FROM reload_wanted w
                           WHERE w.campaign_id = c.id AND w.at > now() - interval '10 seconds') AS is_reloading
            FROM campaign c
            JOIN campaign_counter k ON k.campaign_id = c.id
            CROSS JOIN LATERAL (
              SELECT coalesce(array_agg(sku ORDER BY sku), '{}') AS skus,
                     coalesce(array_agg(granted ORDER BY sku), '{}') AS granted,
                     coalesce(array_agg(withdrawn ORDER BY sku), '{}') AS withdrawn,
                     coalesce(array_agg(held ORDER BY sku), '{}') AS held,
                     coalesce(array_agg(sold ORDER BY sku), '{}') AS sold
              FROM offer WHERE campaign_id = c.id) o
            WHERE c.id = $1::text
            """;

    private final Pool pool;

    PgBooks(Pool pool) {
        this.pool = pool;
    }

    /** The books of an approved campaign. */
    Future<Books> read(String campaignId) {
        return pool.preparedQuery(BOOKS)
                .execute(Tuple.of(campaignId, Books.MOST_HOLDS + 1))
                .map(rows -> {
                    if (rows.size() != 1) {
                        throw new IllegalStateException("campaign " + campaignId + " lost its row or counter");
                    }
                    return books(campaignId, rows.iterator().next());
                });
    }

    private static Books books(String campaignId, Row row) {
        return new Books(
                campaignId,
                row.getString("state"),
                row.getLong("generation"),
                row.getLong("settled_through"),
                row.getString("last_batch_id"),
                offers(row),
                List.of(row.getArrayOfStrings("pending")),
                row.getLong("last_release"),
                row.getBoolean("is_telling"),
                row.getBoolean("is_reloading"));
    }

    private static Map<String, OfferBook> offers(Row row) {
        String[] skus = row.getArrayOfStrings("skus");
        Long[] granted = row.getArrayOfLongs("granted");
        Long[] withdrawn = row.getArrayOfLongs("withdrawn");
        Long[] held = row.getArrayOfLongs("held");
        Long[] sold = row.getArrayOfLongs("sold");
        Map<String, OfferBook> offers = new TreeMap<>();
        for (int i = 0; i < skus.length; i++) {
            offers.put(skus[i], new OfferBook(granted[i], withdrawn[i], held[i], sold[i]));
        }
        return offers;
    }
}
