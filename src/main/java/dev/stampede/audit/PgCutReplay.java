package dev.stampede.audit;

import dev.stampede.audit.CutReplay.Given;
import dev.stampede.json.Json;
import dev.stampede.kind.CutRules;
import dev.stampede.kind.FormationRules;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** I6: every cut is the one that the formation's seed draws again. Read page by page: there may be many formations. */
final class PgCutReplay {
    private static final int A_PAGE = 1_000;
    private static final int MOST_FINDINGS = 100;
    private static final String FORMATIONS = """
            SELECT f.id, f.campaign_id, f.goal, f.price_fen, f.rules::text AS rules,
                   (SELECT json_agg(json_build_object('fen', c.cut_fen, 'newcomer', c.is_newcomer) ORDER BY c.position)
                    FROM cut c WHERE c.formation_id = f.id AND c.void_reason IS NULL) AS cuts
            FROM formation f
            WHERE f.campaign_id = ANY ($1::text[]) AND f.form = 'cuts' AND f.void_reason IS NULL AND f.id > $2::text
            ORDER BY f.id LIMIT $3::int
            """;

    private PgCutReplay() {}

    /** Adds what differs in these campaigns, at most 100 formations, to what was found before. */
    static Future<List<Finding>> examine(SqlConnection db, String[] campaigns, List<Finding> before) {
        return from(db, campaigns, "", new ArrayList<>()).map(findings -> {
            List<Finding> all = new ArrayList<>(before);
            all.addAll(findings);
            return all;
        });
    }

    private static Future<List<Finding>> from(
            SqlConnection db, String[] campaigns, String after, List<Finding> findings) {
        return db.preparedQuery(FORMATIONS)
                .execute(Tuple.of(campaigns, after, A_PAGE))
                .compose(rows -> {
                    String last = add(rows, findings);
                    return rows.size() < A_PAGE || findings.size() >= MOST_FINDINGS
                            ? Future.succeededFuture(findings)
                            : from(db, campaigns, last, findings);
                });
    }

    /** The id of the last one of the page. */
    private static String add(RowSet<Row> rows, List<Finding> findings) {
        String last = "";
        for (Row row : rows) {
            last = row.getString("id");
            String id = last;
            differs(row)
                    .ifPresent(detail -> findings.add(
                            Finding.of("I6", row.getString("campaign_id"), "formation %s: %s".formatted(id, detail))));
        }
        return last;
    }

    private static Optional<String> differs(Row row) {
        FormationRules rules = FormationRules.read(Json.readOwn(row.getString("rules")));
        return rules.match(seats -> Optional.of("its rules are those of seats"), cuts -> differs(cuts, row));
    }

    private static Optional<String> differs(CutRules rules, Row row) {
        return CutReplay.differs(
                rules, row.getInteger("goal"), row.getLong("price_fen"), given(row.getJsonArray("cuts")));
    }

    private static List<Given> given(@Nullable JsonArray cuts) {
        return cuts == null
                ? List.of()
                : cuts.stream()
                        .map(cut -> (JsonObject) cut)
                        .map(cut -> new Given(cut.getLong("fen"), cut.getBoolean("newcomer")))
                        .toList();
    }
}
