package dev.stampede.settlement;

import dev.stampede.formation.PgLedger;
import dev.stampede.kind.Outcome;
import dev.stampede.money.Money;
import dev.stampede.order.PgOrderRow;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what outcomes that were settled earlier became. */
public final class PgSettledRows {
    private static final String ORDERS = PgOrderRow.SELECT + " WHERE o.id = ANY ($1::text[])";
    private static final String OTHERS = """
            SELECT id, NULL AS formation_id, NULL AS cut_fen, void_reason FROM accepted_take WHERE id = ANY ($1::text[])
            UNION ALL
            SELECT id, formation_id, cut_fen, void_reason FROM cut WHERE id = ANY ($1::text[])
            UNION ALL
            SELECT id, id, NULL, void_reason FROM formation WHERE id = ANY ($1::text[]) AND request_key IS NOT NULL
            """;

    private PgSettledRows() {}

    /** What the outcome of that id became, or nothing when it has no row. */
    public static Future<Optional<Settled>> find(SqlClient db, String id) {
        return find(db, Set.of(id)).map(found -> Optional.ofNullable(found.get(id)));
    }

    static Future<Map<Entry, List<Settled>>> read(SqlClient db, List<Entry> entries) {
        Set<String> ids = entries.stream()
                .flatMap(entry -> entry.outcomes().stream())
                .map(Outcome::id)
                .collect(Collectors.toSet());
        return find(db, ids).map(found -> byEntry(entries, found));
    }

    /** A row without its formation's. */
    private record Bare(Settled settled, @Nullable String formationId) {
        static Bare order(Row row) {
            return new Bare(new Settled(PgOrderRow.read(row)), row.getString("formation_id"));
        }

        static Bare other(Row row) {
            Long cut = row.getLong("cut_fen");
            String voidReason = row.getString("void_reason");
            return new Bare(
                    cut == null ? Settled.take(voidReason) : Settled.cut(Money.ofFen(cut), voidReason),
                    row.getString("formation_id"));
        }
    }

    /** What the outcomes of these ids became, by id; one that has no row is left out. */
    public static Future<Map<String, Settled>> find(SqlClient db, Set<String> ids) {
        Map<String, Bare> found = new HashMap<>();
        return collect(db, ORDERS, ids, row -> found.put(row.getString("id"), Bare.order(row)))
                .compose(orders -> {
                    Set<String> others =
                            ids.stream().filter(id -> !found.containsKey(id)).collect(Collectors.toSet());
                    return collect(db, OTHERS, others, row -> found.put(row.getString("id"), Bare.other(row)));
                })
                .compose(read -> complete(db, found));
    }

    private static Future<Map<String, Settled>> complete(SqlClient db, Map<String, Bare> found) {
        Set<String> formations = found.values().stream()
                .map(Bare::formationId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return PgLedger.find(db, formations).map(known -> {
            Map<String, Settled> settled = new HashMap<>();
            found.forEach((id, bare) -> settled.put(
                    id,
                    bare.formationId() == null ? bare.settled() : bare.settled().with(known.get(bare.formationId()))));
            return settled;
        });
    }

    private static Future<Void> collect(SqlClient db, String sql, Collection<String> ids, Consumer<Row> each) {
        return ids.isEmpty()
                ? Future.succeededFuture()
                : db.preparedQuery(sql)
                        .execute(Tuple.of((Object) ids.toArray(String[]::new)))
                        .map(rows -> {
                            rows.forEach(each);
                            return null;
                        });
    }

    private static Map<Entry, List<Settled>> byEntry(List<Entry> entries, Map<String, Settled> found) {
        Map<Entry, List<Settled>> settled = new LinkedHashMap<>();
        for (Entry entry : entries) {
            settled.put(
                    entry,
                    entry.outcomes().stream()
                            .map(Outcome::id)
                            .map(id -> Objects.requireNonNull(found.get(id), "a settled outcome without a row"))
                            .toList());
        }
        return settled;
    }
}
