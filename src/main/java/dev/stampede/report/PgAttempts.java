package dev.stampede.report;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts requests by campaign and answer in memory, and adds them to Postgres now and then. A node that dies takes what it
 * counted since with it.
 */
public final class PgAttempts {
    private static final int MOST_AT_ONCE = 1_000;

    /** Rows are locked in one order, whichever node adds to them. */
    private static final String ADD = """
            INSERT INTO attempt_count (campaign_id, code, attempts)
            SELECT campaign_id, code, attempts
            FROM unnest($1::text[], $2::text[], $3::bigint[]) AS counted (campaign_id, code, attempts)
            ORDER BY campaign_id, code
            ON CONFLICT (campaign_id, code) DO UPDATE SET attempts = attempt_count.attempts + excluded.attempts
            """;

    private final Pool pool;
    private final Map<Line, Long> counted = new ConcurrentHashMap<>();

    public PgAttempts(Pool pool) {
        this.pool = pool;
    }

    private record Line(String campaignId, String code) {}

    private record Sum(Line line, long attempts) {}

    /**
     * One request more; any thread.
     *
     * @param campaignId of a campaign that exists: clients must not be able to make lines
     * @param code {@code OK}, or why not
     */
    public void count(String campaignId, String code) {
        counted.merge(new Line(campaignId, code), 1L, Long::sum);
    }

    /** Adds what was counted since, at most 1,000 lines of it, in one statement. Says 0: there is no hurry for more. */
    public Future<Integer> step() {
        List<Sum> sums = take();
        if (sums.isEmpty()) {
            return Future.succeededFuture(0);
        }
        Tuple values = Tuple.of(
                sums.stream().map(sum -> sum.line().campaignId()).toArray(String[]::new),
                sums.stream().map(sum -> sum.line().code()).toArray(String[]::new),
                sums.stream().map(Sum::attempts).toArray(Long[]::new));
        return pool.preparedQuery(ADD)
                .execute(values)
                .map(0)
                .onFailure(e -> sums.forEach(sum -> counted.merge(sum.line(), sum.attempts(), Long::sum)));
    }

    private List<Sum> take() {
        List<Sum> sums = new ArrayList<>();
        for (Line line : List.copyOf(counted.keySet())) {
            Long attempts = sums.size() < MOST_AT_ONCE ? counted.remove(line) : null;
            if (attempts != null) {
                sums.add(new Sum(line, attempts));
            }
        }
        return sums;
    }
}
