package dev.stampede.participation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an open campaign stands in Redis. Every take of a flash sale has a batch, every change of stock a version, every new
 * definition a revision, every reload a generation: between two equal marks nothing happened.
 *
 * @param sequence of the newest outbox entry
 * @param batch the random id of that entry, which tells it from another one that had its sequence before Redis went back in time
 */
record StockMark(long generation, long revision, long sequence, String batch, long stockVersion) {
    /** The fields of the campaign's hash that a mark is read from. */
    static final List<String> FIELDS =
            List.of("fence", "gate", "generation", "revision", "sequence", "batch", "stockVersion");

    /**
     * The mark of a hash with these values of {@link #FIELDS}, null for a field that is absent.
     *
     * @return null when the campaign is absent, fenced, paused or closed
     */
    static @Nullable StockMark of(List<@Nullable String> values) {
        String fence = values.get(0);
        String batch = values.get(5);
        if ("1".equals(fence) || !"open".equals(values.get(1)) || values.get(2) == null || batch == null) {
            return null;
        }
        return new StockMark(
                number(values.get(2)), number(values.get(3)), number(values.get(4)), batch, number(values.get(6)));
    }

    private static long number(@Nullable String text) {
        return text == null ? -1 : Long.parseLong(text);
    }
}
