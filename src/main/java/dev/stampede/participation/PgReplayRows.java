package dev.stampede.participation;

import dev.stampede.settlement.OutcomeUnknown;
import dev.stampede.settlement.PgSettledRows;
import dev.stampede.settlement.Settled;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rows that replays are answered from, for one event loop: who asks while a read is under way is answered by the next one.
 * After an outage everybody asks again, and a connection for each would keep payments waiting.
 */
final class PgReplayRows {
    /** Further ones are told that their outcome is not known yet. */
    static final int MOST_WAITING = 8_192;

    private static final int MOST_AT_ONCE = 256;

    private final Context context;
    private final SqlClient db;
    private final Queue<Asked> waiting = new ArrayDeque<>();
    private boolean isReading;

    PgReplayRows(Vertx vertx, SqlClient db) {
        this.context = vertx.getOrCreateContext();
        this.db = db;
    }

    private record Asked(String outcomeId, Promise<Optional<Settled>> row) {}

    /**
     * What the outcome became, or nothing when it has no row; read after this was asked, from any thread. Fails with
     * {@link OutcomeUnknown} when too many wait, or as Postgres does.
     */
    Future<Optional<Settled>> find(String outcomeId) {
        Asked asked = new Asked(outcomeId, Promise.promise());
        context.runOnContext(turn -> {
            if (waiting.size() >= MOST_WAITING) {
                asked.row().fail(new OutcomeUnknown("too many repeated requests"));
                return;
            }
            waiting.add(asked);
            read();
        });
        return asked.row().future();
    }

    private void read() {
        if (isReading || waiting.isEmpty()) {
            return;
        }
        isReading = true;
        List<Asked> batch = new ArrayList<>();
        while (batch.size() < MOST_AT_ONCE && !waiting.isEmpty()) {
            batch.add(waiting.remove());
        }
        Set<String> ids = batch.stream().map(Asked::outcomeId).collect(Collectors.toSet());
        PgSettledRows.find(db, ids).onComplete(rows -> {
            isReading = false;
            for (Asked asked : batch) {
                asked.row().handle(rows.map(found -> Optional.ofNullable(found.get(asked.outcomeId()))));
            }
            read();
        });
    }
}
