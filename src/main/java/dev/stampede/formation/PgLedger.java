package dev.stampede.formation;

import static dev.stampede.postgres.PgColumns.unnested;

import dev.stampede.formation.Ledger.RequestKey;
import dev.stampede.kind.CutGiven;
import dev.stampede.kind.FormationOpened;
import dev.stampede.kind.Membership;
import dev.stampede.kind.Outcome;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Locks the formations that a settling transaction is about, and reads what they have become. */
public final class PgLedger {
    private static final String LOCK =
            PgFormationRow.BARE + " WHERE f.id = ANY ($1::text[]) ORDER BY f.id FOR UPDATE OF f";
    private static final String GIVES = """
            SELECT g.scope, g.shopper_id, g.request_key FROM give_key g
            JOIN %s AS k
              ON g.scope = k.scope AND g.shopper_id = k.shopper_id AND g.request_key = k.request_key
            """.formatted(unnested(1, "scope text, shopper_id text, request_key text"));
    private static final String FIND = PgFormationRow.SELECT + " WHERE f.id = ANY ($1::text[])";

    private PgLedger() {}

    /** The outcomes of one campaign. */
    public record Outcomes(String campaignId, List<Outcome> outcomes) {}

    /** Locks by id what the outcomes name; without a formation among them nothing is asked. */
    public static Future<Ledger> open(SqlConnection db, List<Outcomes> all) {
        Set<String> formations = new TreeSet<>();
        List<RequestKey> keys = new ArrayList<>();
        for (Outcomes some : all) {
            for (Outcome outcome : some.outcomes()) {
                String formation = formation(outcome);
                if (formation != null) {
                    formations.add(formation);
                    keys.add(new RequestKey(some.campaignId(), outcome.shopperId(), outcome.requestKey()));
                }
            }
        }
        return formations.isEmpty() ? Future.succeededFuture(Ledger.empty()) : lock(db, formations, keys);
    }

    /**
     * What the ledger's formations will have become, by id, for whom the transaction answers: as {@link #find} would read them
     * behind it. Sent before the ledger's rows are.
     */
    public static Future<Map<String, Formation>> outcome(SqlConnection db, Ledger ledger) {
        return PgArrivals.before(db, ledger.accounts()).map(before -> {
            Map<String, Formation> formations = new HashMap<>();
            for (Account account : ledger.accounts()) {
                formations.put(account.id, account.behind(before.in(account.id), before.grantedIn(account.id)));
            }
            return formations;
        });
    }

    /** What stands now in these formations, by id. */
    public static Future<Map<String, Formation>> find(SqlClient db, Set<String> ids) {
        if (ids.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return db.preparedQuery(FIND)
                .execute(Tuple.of((Object) ids.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, Formation> found = new HashMap<>();
                    rows.forEach(row -> found.put(row.getString("id"), PgFormationRow.read(row)));
                    return found;
                });
    }

    /** The formation that an outcome is about, or null. */
    public static @Nullable String formation(Outcome outcome) {
        return outcome.<@Nullable String>match(
                held -> {
                    Membership membership = held.membership();
                    return membership == null ? null : membership.formationId();
                },
                reacquired -> null,
                withdrawn -> null,
                FormationOpened::id,
                CutGiven::formationId);
    }

    private static Future<Ledger> lock(SqlConnection db, Set<String> formations, List<RequestKey> keys) {
        Future<RowSet<Row>> locked =
                db.preparedQuery(LOCK).execute(Tuple.of((Object) formations.toArray(String[]::new)));
        Future<RowSet<Row>> gives = db.preparedQuery(GIVES)
                .execute(Tuple.of(
                        keys.stream().map(RequestKey::campaignId).toArray(String[]::new),
                        keys.stream().map(RequestKey::shopperId).toArray(String[]::new),
                        keys.stream().map(RequestKey::requestKey).toArray(String[]::new)));
        return Future.join(locked, gives)
                .map(read -> new Ledger(
                        locked.result().stream().map(PgFormationRow::read).toList(), keys(gives.result())));
    }

    private static Set<RequestKey> keys(RowSet<Row> rows) {
        Set<RequestKey> keys = new HashSet<>();
        rows.forEach(row -> keys.add(
                new RequestKey(row.getString("scope"), row.getString("shopper_id"), row.getString("request_key"))));
        return keys;
    }
}
