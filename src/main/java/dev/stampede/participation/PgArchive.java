package dev.stampede.participation;

import dev.stampede.settlement.PgSettledRows;
import dev.stampede.settlement.Settled;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** What Postgres alone remembers of accepted requests, once Redis has forgotten their campaign. */
public final class PgArchive {
    private static final String REMEMBERED = """
            SELECT id, fingerprint FROM accepted_request
            WHERE campaign_id = $1::text AND shopper_id = $2::text AND request_key = $3::text
            """;

    private final Pool pool;

    public PgArchive(Pool pool) {
        this.pool = pool;
    }

    /** What became of an accepted request, and its fingerprint. */
    record Remembered(String fingerprint, Settled settled) {}

    /** The request that was accepted under this key, or nothing when none was. */
    Future<Optional<Remembered>> find(String campaignId, String shopperId, String requestKey) {
        return pool.preparedQuery(REMEMBERED)
                .execute(Tuple.of(campaignId, shopperId, requestKey))
                .compose(rows -> {
                    RowIterator<Row> found = rows.iterator();
                    if (!found.hasNext()) {
                        return Future.succeededFuture(Optional.empty());
                    }
                    Row row = found.next();
                    return PgSettledRows.find(pool, row.getString("id"))
                            .map(settled -> settled.map(made -> new Remembered(row.getString("fingerprint"), made)));
                });
    }
}
