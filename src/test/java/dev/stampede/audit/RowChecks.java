package dev.stampede.audit;

import static dev.stampede.testing.TestDatabase.get;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the audit asks Postgres alone, for tests that write rows by hand and have no Redis. */
public final class RowChecks {
    private RowChecks() {}

    /** What is wrong with these campaigns: stock, orders, money and formations. */
    public static List<String> broken(SqlClient client, String... campaigns) {
        List<String> broken = new ArrayList<>();
        Stream.of(
                        PgStockChecks.all(),
                        PgOrderChecks.all(),
                        PgMoneyChecks.all(),
                        PgFormationChecks.all(),
                        PgCutChecks.all())
                .flatMap(List::stream)
                .filter(check -> !check.sql().contains("campaign_history"))
                .forEach(check -> get(client.preparedQuery(check.sql()).execute(Tuple.of((Object) campaigns)))
                        .forEach(row -> broken.add(check.invariant() + ": " + row.getString("detail"))));
        return broken;
    }

    /** What is drawn otherwise from the seeds of these campaigns' formations. */
    public static List<String> drawnOtherwise(Pool pool, String... campaigns) {
        return get(pool.withConnection(db -> PgCutReplay.examine(db, campaigns, List.of()))).stream()
                .map(Finding::detail)
                .toList();
    }
}
