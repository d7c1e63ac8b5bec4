package dev.stampede.formation;

import dev.stampede.formation.Formation.Granted;
import dev.stampede.formation.Formation.Member;
import dev.stampede.json.Json;
import dev.stampede.kind.CutRules;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Who came into locked formations before a settling transaction changes them, and what they were granted. Plain rows by index:
 * lists in JSON would cost Postgres several times as much, for each commit and each member.
 */
final class PgArrivals {
    private static final String SEATS = """
            SELECT formation_id, 0 AS position, id, shopper_id, created_at AS at FROM orders
            WHERE formation_id = ANY ($1::text[]) AND state IN ('held', 'paid', 'settled', 'fulfilled')
            """;
    private static final String CUTS = """
            SELECT formation_id, position, id, shopper_id, at FROM cut
            WHERE formation_id = ANY ($1::text[]) AND void_reason IS NULL
            """;
    private static final String REWARDS = """
            SELECT formation_id, at_cuts, role, shopper_id, kind, value::text AS value FROM reward
            WHERE formation_id = ANY ($1::text[])
            """;

    private final Map<String, List<Arrival>> arrivals = new HashMap<>();
    private final Map<String, List<Granted>> granted = new HashMap<>();

    private PgArrivals() {}

    /** Sent before any row of theirs is written; what is empty anyway is not asked for. */
    static Future<PgArrivals> before(SqlConnection db, Collection<Account> accounts) {
        PgArrivals found = new PgArrivals();
        return Future.join(
                        read(
                                db,
                                SEATS,
                                ids(accounts, account -> account.hasSeats() && account.seatsBefore > 0),
                                found::arrived),
                        read(db, CUTS, ids(accounts, account -> account.cutsBefore > 0), found::arrived),
                        read(db, REWARDS, ids(accounts, PgArrivals::mayHaveRewards), found::granted))
                .map(read -> found);
    }

    List<Arrival> in(String formationId) {
        return arrivals.getOrDefault(formationId, List.of());
    }

    List<Granted> grantedIn(String formationId) {
        return granted.getOrDefault(formationId, List.of());
    }

    private static boolean mayHaveRewards(Account account) {
        return account.cutsBefore > 0
                && !account.rules.match(seats -> List.of(), CutRules::rewards).isEmpty();
    }

    private static List<String> ids(Collection<Account> accounts, Predicate<Account> which) {
        return accounts.stream().filter(which).map(account -> account.id).toList();
    }

    private static Future<?> read(SqlConnection db, String sql, List<String> formations, BiConsumer<String, Row> each) {
        return formations.isEmpty()
                ? Future.succeededFuture()
                : db.preparedQuery(sql)
                        .execute(Tuple.of((Object) formations.toArray(String[]::new)))
                        .onSuccess((RowSet<Row> rows) ->
                                rows.forEach(row -> each.accept(row.getString("formation_id"), row)));
    }

    private void arrived(String formationId, Row row) {
        Member member = new Member(
                row.getString("shopper_id"), row.getOffsetDateTime("at").toInstant());
        arrivals.computeIfAbsent(formationId, first -> new ArrayList<>())
                .add(new Arrival(row.getInteger("position"), row.getString("id"), member));
    }

    private void granted(String formationId, Row row) {
        granted.computeIfAbsent(formationId, first -> new ArrayList<>())
                .add(new Granted(
                        row.getInteger("at_cuts"),
                        row.getString("role"),
                        row.getString("shopper_id"),
                        row.getString("kind"),
                        Json.readOwn("{\"value\":" + row.getString("value") + "}")
                                .path("value")));
    }
}
