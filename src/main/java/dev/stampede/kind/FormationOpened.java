package dev.stampede.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A formation that no order opened.
 *
 * @param id of the formation
 * @param shopperId who owns it
 * @param source where the shopper came from, as sent, or null
 */
public record FormationOpened(
        String id,
        String shopperId,
        String requestKey,
        String fingerprint,
        String sku,
        @Nullable ObjectNode source,
        Opening opening)
        implements Outcome {
    @Override
    public <T> T match(
            Function<OrderHeld, T> held,
            Function<OrderReacquired, T> reacquired,
            Function<StockWithdrawn, T> withdrawn,
            Function<FormationOpened, T> opened,
            Function<CutGiven, T> cut) {
        return opened.apply(this);
    }
}
