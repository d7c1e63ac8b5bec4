package dev.stampede.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.money.Money;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A helper lowered the price of a formation. What the script decides is empty or zero until it has.
 *
 * @param id of the cut
 * @param shopperId the helper
 * @param sku the formation's offer, decided by the script
 * @param position 1 for the first helper, decided by the script
 * @param cut decided by the script
 * @param deadline in Redis' clock, in ms: until when the owner may buy at the floor; decided by the script with the last
 *     cut, else 0
 * @param unitFor the owner, when the cut took a unit for him, else empty; decided by the script
 * @param day when the helper's day began, in ms: what the daily limit counts by
 * @param closedCode what is said when the formation is no longer open for it once the outcome settles
 * @param source where the helper came from, as sent, or null
 */
public record CutGiven(
        String id,
        String shopperId,
        String requestKey,
        String fingerprint,
        String formationId,
        String sku,
        int position,
        Money cut,
        long deadline,
        String unitFor,
        boolean isNewcomer,
        long day,
        String closedCode,
        @Nullable ObjectNode source)
        implements Outcome {
    public boolean takesUnit() {
        return !unitFor.isEmpty();
    }

    @Override
    public <T> T match(
            Function<OrderHeld, T> held,
            Function<OrderReacquired, T> reacquired,
            Function<StockWithdrawn, T> withdrawn,
            Function<FormationOpened, T> opened,
            Function<CutGiven, T> given) {
        return given.apply(this);
    }
}
