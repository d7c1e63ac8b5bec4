package dev.stampede.formation;

import dev.stampede.money.Money;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Moves locked formations along their table of states, with a history row for each move; one that ends for good gives back
 * what it held itself, and leaves the release row that closes it in Redis.
 */
final class PgFormationMoves {
    private static final String MOVE = """
            WITH moved AS (
              UPDATE formation SET state = $3::text, hold_id = NULL, ended_at = statement_timestamp(),
                formed_at = CASE WHEN $3::text = 'formed' THEN statement_timestamp() ELSE formed_at END,
                slot = CASE WHEN $3::text = 'claimed' THEN slot END,
                claim_order_id = CASE WHEN $3::text = 'claimed' THEN claim_order_id END,
                seats = CASE WHEN $3::text = 'formed' THEN seats ELSE 0 END,
                paid = CASE WHEN $3::text = 'formed' THEN paid ELSE 0 END,
                newcomers = CASE WHEN $3::text = 'formed' THEN newcomers ELSE 0 END
              WHERE id = $1::text AND state = $2::text
              RETURNING id, campaign_id
            ), closing AS (
              INSERT INTO release (campaign_id, hold_id, cause, formation_id)
              SELECT m.campaign_id, m.id, $3::text, m.id FROM moved m
            )
            INSERT INTO formation_history (formation_id, position, from_state, to_state, at, cause)
            SELECT m.id, (SELECT coalesce(max(h.position) + 1, 0) FROM formation_history h WHERE h.formation_id = m.id),
                   $2::text, $3::text, statement_timestamp(), $4::text
            FROM moved m
            """;

    /** What has formed by seats was closed in Redis then. */
    private static final String UNDO = """
            WITH moved AS (
              UPDATE formation SET state = 'dissolved', ended_at = statement_timestamp(), seats = 0, paid = 0, newcomers = 0
              WHERE id = $1::text AND state = 'formed' RETURNING id
            )
            INSERT INTO formation_history (formation_id, position, from_state, to_state, at, cause)
            SELECT m.id, (SELECT max(h.position) + 1 FROM formation_history h WHERE h.formation_id = m.id),
                   'formed', 'dissolved', statement_timestamp(), $2::text
            FROM moved m
            """;

    private static final String RETURN_UNIT =
            "UPDATE offer SET held = held - 1 WHERE campaign_id = $1::text AND sku = $2::text";
    private static final String TELL = """
            INSERT INTO event (id, type, campaign_id, at, data)
            VALUES ($1::text, $2::text, $3::text, statement_timestamp(), $4::text::jsonb)
            """;

    private final Supplier<String> ids;

    PgFormationMoves(Supplier<String> ids) {
        this.ids = ids;
    }

    /**
     * Moves it for good, which closes it in Redis too. Its seats are nobody's any more unless it has formed. The slot of one
     * that was bought from stays taken: its opener has had what there was to have.
     */
    Future<Void> end(SqlConnection connection, Formation formation, FormationState to, String cause) {
        if (!formation.state().mayBecome(to)) {
            throw new IllegalArgumentException(formation.state() + " may not become " + to);
        }
        Tuple values = Tuple.of(formation.id(), formation.state().word(), to.word(), cause);
        return connection
                .preparedQuery(MOVE)
                .execute(values)
                .compose(moved -> requireOne(moved.rowCount(), formation))
                .compose(moved -> formation.holdId() == null
                        ? Future.succeededFuture()
                        : connection
                                .preparedQuery(RETURN_UNIT)
                                .execute(Tuple.of(formation.campaignId(), formation.sku()))
                                .mapEmpty());
    }

    /** Takes back that it has formed by seats; there is nothing to close any more. */
    Future<Void> undo(SqlConnection connection, Formation formation, String cause) {
        return connection
                .preparedQuery(UNDO)
                .execute(Tuple.of(formation.id(), cause))
                .compose(moved -> requireOne(moved.rowCount(), formation));
    }

    /**
     * Tells others what happened.
     *
     * @param type such as {@code formation.formed}
     * @param progress paid seats, or cuts, as they are now
     * @param price what a seat, or the owner, pays now
     * @param shopperId who did it; null when time did
     */
    Future<Void> tell(
            SqlConnection connection,
            String type,
            Formation formation,
            int progress,
            Money price,
            @Nullable String shopperId) {
        String data = FormationEvent.of(formation)
                .data(progress, price.fen(), shopperId)
                .end();
        return connection
                .preparedQuery(TELL)
                .execute(Tuple.of(ids.get(), type, formation.campaignId(), data))
                .mapEmpty();
    }

    private static Future<Void> requireOne(int moved, Formation formation) {
        if (moved != 1) {
            throw new IllegalStateException("the locked formation " + formation.id() + " was not " + formation.state());
        }
        return Future.succeededFuture();
    }
}
