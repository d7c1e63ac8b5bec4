package dev.stampede.formation;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads formations from Postgres, with the shoppers in them. */
public final class PgFormations {
    private static final int MOST_MINE = 100;
    private static final String BY_ID = PgFormationRow.SELECT + "WHERE f.id = $1::text";

    /** Which may be found by strangers, the rules say that they were opened with; of cuts none are. */
    private static final String LISTED =
            "f.campaign_id = $1::text AND f.void_reason IS NULL AND coalesce((f.rules ->> 'listed')::boolean, false) ";

    private static final String JOINABLE = PgFormationRow.SELECT + "WHERE " + LISTED + """
              AND f.state = 'forming' AND f.form = 'seats' AND f.seats < f.goal AND f.deadline_at > now()
              AND ($2::text IS NULL OR f.id > $2::text)
            ORDER BY f.id LIMIT $3::int
            """;
    private static final String IN_STATE = PgFormationRow.SELECT + "WHERE " + LISTED + """
              AND f.state = $4::text AND ($2::text IS NULL OR f.id > $2::text)
            ORDER BY f.id LIMIT $3::int
            """;

    private static final String MINE = PgFormationRow.SELECT + """
            WHERE f.campaign_id = $1::text AND f.void_reason IS NULL AND f.id IN (
              SELECT o.formation_id FROM orders o
              WHERE o.shopper_id = $2::text AND o.campaign_id = $1::text AND o.void_reason IS NULL
              UNION
              SELECT q.id FROM formation q WHERE q.owner_id = $2::text AND q.campaign_id = $1::text)
            ORDER BY f.id DESC LIMIT $3::int
            """;

    private final Pool pool;

    public PgFormations(Pool pool) {
        this.pool = pool;
    }

    /** The formation, or nothing. */
    public Future<Optional<Formation>> find(String id) {
        return select(BY_ID, Tuple.of(id)).map(found -> found.stream().findFirst());
    }

    /**
     * Those of a campaign that a stranger may take a seat in now, oldest first, at most {@code limit}.
     *
     * @param cursor the id of the last one of the page before, or null for the first page
     */
    public Future<List<Formation>> joinable(String campaignId, @Nullable String cursor, int limit) {
        return select(JOINABLE, Tuple.of(campaignId, cursor, limit));
    }

    /** Those of a campaign in that state that strangers may find, likewise. */
    public Future<List<Formation>> inState(
            String campaignId, FormationState state, @Nullable String cursor, int limit) {
        return select(IN_STATE, Tuple.of(campaignId, cursor, limit, state.word()));
    }

    /** Those that the shopper leads or has, or had, an order in, newest first, at most 100. */
    public Future<List<Formation>> mine(String campaignId, String shopperId) {
        return select(MINE, Tuple.of(campaignId, shopperId, MOST_MINE));
    }

    private Future<List<Formation>> select(String sql, Tuple values) {
        return pool.preparedQuery(sql)
                .execute(values)
                .map(rows -> rows.stream().map(PgFormationRow::read).toList());
    }
}
