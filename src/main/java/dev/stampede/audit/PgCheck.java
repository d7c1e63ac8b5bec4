package dev.stampede.audit;

/**
 * One question to Postgres about some campaigns: which cases break an invariant.
 *
 * @param sql takes the campaigns' ids as {@code $1::text[]} and answers {@code campaign_id, detail, units}, at most 100 rows,
 *     in an order of its own
 */
record PgCheck(String invariant, String sql) {
    private static final String BOUNDED =
            "SELECT campaign_id, detail, units::bigint FROM (%s) broken ORDER BY 1, 2 LIMIT 100";

    static PgCheck of(String invariant, String sql) {
        return new PgCheck(invariant, BOUNDED.formatted(sql));
    }
}
