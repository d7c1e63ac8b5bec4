package dev.stampede.audit;

/**
 * Whether a history is one path along its table of states, from its first state to the one that the row is in: the same
 * question for whatever has a history.
 */
final class HistoryPath {
    private static final String STEPS = """
            (SELECT @id, bool_and(is_legal) AS is_legal, string_agg(to_state, ' > ' ORDER BY position) AS path,
                    (array_agg(to_state ORDER BY position DESC))[1] AS last
             FROM (SELECT h.@id, h.position, h.to_state,
                          CASE WHEN row_number() OVER one = 1 THEN h.from_state IS NULL AND h.to_state = '@first'
                               ELSE t.to_state IS NOT NULL
                                 AND h.from_state IS NOT DISTINCT FROM lag(h.to_state) OVER one END AS is_legal
                   FROM @table_history h
                   LEFT JOIN @table_transition t ON t.from_state = h.from_state AND t.to_state = h.to_state
                   WHERE @of_campaigns
                   WINDOW one AS (PARTITION BY h.@id ORDER BY h.position)) step
             GROUP BY @id)
            """;

    private HistoryPath() {}

    /**
     * A table expression with {@code is_legal}, {@code path} and {@code last} for each id.
     *
     * @param table what the history and its transitions are named after, such as {@code order}
     * @param first the state that every path begins with
     * @param ofCampaigns which histories {@code h} belong to the campaigns {@code $1}
     */
    static String of(String table, String first, String ofCampaigns) {
        return STEPS.replace("@id", table + "_id")
                .replace("@first", first)
                .replace("@table", table)
                .replace("@of_campaigns", ofCampaigns);
    }
}
