package dev.stampede.campaign;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The revisions that a caller is willing to change: the {@code If-Match} of a request, as it was sent.
 *
 * @param header null when it is missing
 */
public record IfMatch(@Nullable String header) {
    /** The tag of a revision: it tells definitions apart, not the counts of stock beside them. */
    public static String tag(long revision) {
        return '"' + Long.toString(revision) + '"';
    }

    /** Whether the header is there at all. */
    boolean isGiven() {
        return header != null && !header.isBlank();
    }

    /** Whether the caller has seen this revision. A weak tag never matches. */
    boolean admits(long revision) {
        return header != null
                && Arrays.stream(header.split(","))
                        .map(String::strip)
                        .anyMatch(tag -> tag.equals("*") || tag.equals(tag(revision)));
    }
}
