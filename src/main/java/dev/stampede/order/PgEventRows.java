package dev.stampede.order;

import static dev.stampede.postgres.PgColumns.unnested;

import dev.stampede.postgres.PgColumns;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of one transaction in their order. Neighbours of one campaign, type and time share a row, a run: it is inserted
 * once and numbered once, however many they are. The view {@code logged_event} takes runs apart again.
 */
public final class PgEventRows {
    private static final int LONGEST_RUN = 64;

    private static final String INSERT = """
            INSERT INTO event (id, type, campaign_id, at, size, data, run)
            SELECT id, type, campaign_id, at, size, data::jsonb, run::json
            FROM %s AS e
            """.formatted(unnested(1, """
                    id text, type text, campaign_id text, at timestamptz, size int, data text, run text"""));

    private final List<Told> told = new ArrayList<>();

    private record Told(String id, String type, String campaignId, Instant at, String data) {
        boolean joins(Told first) {
            return type.equals(first.type) && campaignId.equals(first.campaignId) && at.equals(first.at);
        }
    }

    /** @param data a JSON object */
    public void add(String id, String type, String campaignId, Instant at, String data) {
        told.add(new Told(id, type, campaignId, at, data));
    }

    /** These and, behind them, those. */
    public PgEventRows and(PgEventRows more) {
        PgEventRows both = new PgEventRows();
        both.told.addAll(told);
        both.told.addAll(more.told);
        return both;
    }

    /** Without events it does nothing. */
    public Future<?> execute(SqlConnection db) {
        PgColumns rows = new PgColumns();
        int from = 0;
        for (int to = 1; to <= told.size(); to++) {
            if (to == told.size() || to - from == LONGEST_RUN || !told.get(to).joins(told.get(from))) {
                row(rows, told.subList(from, to));
                from = to;
            }
        }
        return rows.execute(db, INSERT);
    }

    private static void row(PgColumns rows, List<Told> together) {
        Told first = together.get(0);
        boolean isRun = together.size() > 1;
        @Nullable String data = isRun ? null : first.data();
        @Nullable String run = isRun ? run(together) : null;
        rows.row(first.id(), first.type(), first.campaignId(), first.at(), together.size(), data, run);
    }

    private static String run(List<Told> together) {
        StringBuilder json = new StringBuilder(together.size() * 160);
        String separator = "[";
        for (Told one : together) {
            json.append(separator).append("{\"id\":\"").append(one.id()).append("\",\"data\":");
            json.append(one.data()).append('}');
            separator = ",";
        }
        return json.append(']').toString();
    }
}
