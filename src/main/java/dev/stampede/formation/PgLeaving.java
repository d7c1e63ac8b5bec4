package dev.stampede.formation;

import dev.stampede.formation.GiveAnswer.Verdict;
import dev.stampede.kind.Decision;
import dev.stampede.order.OrderState;
import dev.stampede.order.Why;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes shoppers' seats out of formations, under a key that is remembered in Postgres alone. The campaign's counter is locked
 * first, so that a take under the same key has settled before, or settles behind and finds the key.
 */
public final class PgLeaving {
    private static final String CAMPAIGN = """
            SELECT c.refundable FROM campaign_counter k JOIN campaign c ON c.id = k.campaign_id
            WHERE k.campaign_id = $1::text FOR SHARE OF k
            """;
    private static final String LOCK =
            PgFormationRow.BARE + "WHERE f.id = $1::text AND f.campaign_id = $2::text FOR UPDATE OF f";
    private static final String KEY = """
            SELECT (SELECT fingerprint FROM give_key
                    WHERE scope = $1::text AND shopper_id = $2::text AND request_key = $3::text) AS given,
                   EXISTS (SELECT FROM accepted_request
                           WHERE campaign_id = $1::text AND shopper_id = $2::text AND request_key = $3::text) AS taken
            """;
    private static final String REMEMBER = """
            INSERT INTO give_key (scope, shopper_id, request_key, fingerprint)
            VALUES ($1::text, $2::text, $3::text, $4::text) ON CONFLICT DO NOTHING
            """;
    private static final String FIND = PgFormationRow.SELECT + "WHERE f.id = $1::text";

    private final Pool pool;
    private final PgFormationSeats seats;

    public PgLeaving(Pool pool, Supplier<String> ids) {
        this.pool = pool;
        this.seats = new PgFormationSeats(ids);
    }

    /** Gives the shopper's live seat back: a held one is cancelled, a paid one refunded. Completes after the commit. */
    public Future<GiveAnswer> leave(String campaignId, String shopperId, Decision.Give give) {
        Wish wish = new Wish(campaignId, shopperId, give);
        return attempt(wish)
                .recover(failure -> failure instanceof KeyTaken ? attempt(wish) : Future.failedFuture(failure));
    }

    private record Wish(String campaignId, String shopperId, Decision.Give give) {
        Tuple key() {
            return Tuple.of(campaignId, shopperId, give.requestKey());
        }
    }

    /** Another request used the key while this one was under way: all of this one is undone. */
    private static final class KeyTaken extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private Future<GiveAnswer> attempt(Wish wish) {
        return pool.withTransaction(connection -> {
            Future<Boolean> refundable = connection
                    .preparedQuery(CAMPAIGN)
                    .execute(Tuple.of(wish.campaignId()))
                    .map(rows -> rows.iterator().next().getBoolean("refundable"));
            Future<Optional<Formation>> formation = connection
                    .preparedQuery(LOCK)
                    .execute(Tuple.of(wish.give().formationId(), wish.campaignId()))
                    .map(rows -> rows.stream().findFirst().map(PgFormationRow::read));
            Future<Row> key = connection.preparedQuery(KEY).execute(wish.key()).map(rows -> rows.iterator()
                    .next());
            return Future.all(refundable, formation, key)
                    .compose(locked -> judge(key.result(), wish)
                            .map(Future::succeededFuture)
                            .orElseGet(() -> leave(connection, formation.result(), refundable.result(), wish)))
                    .compose(verdict -> answer(connection, wish, verdict));
        });
    }

    /** What an earlier use of the key says; nothing when there was none. */
    private static Optional<Verdict> judge(Row key, Wish wish) {
        String given = key.getString("given");
        if (given != null) {
            return Optional.of(given.equals(wish.give().fingerprint()) ? Verdict.REPLAYED : Verdict.MISMATCH);
        }
        return key.getBoolean("taken") ? Optional.of(Verdict.MISMATCH) : Optional.empty();
    }

    private Future<Verdict> leave(
            SqlConnection connection, Optional<Formation> found, boolean isRefundable, Wish wish) {
        if (found.isEmpty() || !found.get().hasSeats()) {
            return Future.succeededFuture(Verdict.UNKNOWN);
        }
        Formation formation = found.get();
        if (!formation.isForming()) {
            return Future.succeededFuture(Verdict.CLOSED);
        }
        return PgMember.lockOf(connection, formation.id(), wish.shopperId())
                .compose(member -> leave(connection, formation, member, isRefundable, wish));
    }

    private Future<Verdict> leave(
            SqlConnection connection, Formation formation, List<PgMember> found, boolean isRefundable, Wish wish) {
        if (found.isEmpty()) {
            return Future.succeededFuture(Verdict.NOT_A_MEMBER);
        }
        PgMember member = found.get(0);
        boolean isPaid = member.state() == OrderState.PAID;
        if (isPaid && !isRefundable) {
            return Future.succeededFuture(Verdict.WRONG_STATE);
        }
        Why why = Why.asked("left", wish.shopperId(), "");
        Future<Void> left = isPaid
                ? seats.in(formation).giveBack(connection, member.orderId(), member.state(), why)
                : seats.in(formation).cancel(connection, member.orderId(), why);
        return left.compose(given -> remember(connection, wish)).map(Verdict.LEFT);
    }

    private static Future<Void> remember(SqlConnection connection, Wish wish) {
        return connection
                .preparedQuery(REMEMBER)
                .execute(wish.key().addString(wish.give().fingerprint()))
                .compose(added ->
                        added.rowCount() == 1 ? Future.succeededFuture() : Future.failedFuture(new KeyTaken()));
    }

    private static Future<GiveAnswer> answer(SqlConnection connection, Wish wish, Verdict verdict) {
        return verdict == Verdict.LEFT || verdict == Verdict.REPLAYED
                ? connection
                        .preparedQuery(FIND)
                        .execute(Tuple.of(wish.give().formationId()))
                        .map(rows -> GiveAnswer.of(
                                verdict, PgFormationRow.read(rows.iterator().next())))
                : Future.succeededFuture(GiveAnswer.refusal(verdict));
    }
}
