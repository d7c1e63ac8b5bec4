package dev.stampede.kind;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request's part of a script call.
 *
 * @param refusal what the definition says against it, told only to a request that is no replay while the campaign sells; or
 *     null
 * @param sku the offer it wants; need not exist; empty when it is the formation's
 * @param units how many, 1 to 1,000
 * @param outcome what is to be remembered when the script accepts
 * @param windows when the campaign sells within its times, nearest first; empty means always
 * @param more what the action's own script is given beside, in the order of its header
 */
public record Take(
        @Nullable Rejection refusal, String sku, int units, Outcome outcome, List<Span> windows, List<String> more) {
    public Take {
        windows = List.copyOf(windows);
        more = List.copyOf(more);
    }

    /** For a script that is given nothing beside. */
    public Take(@Nullable Rejection refusal, String sku, int units, Outcome outcome, List<Span> windows) {
        this(refusal, sku, units, outcome, windows, List.of());
    }
}
