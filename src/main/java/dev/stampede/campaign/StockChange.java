package dev.stampede.campaign;

import dev.stampede.json.Fields;

/**
 * More or fewer units of an offer.
 *
 * @param delta not 0, within 10,000,000 either way
 * @param reason why, 1 to 500 characters
 */
public record StockChange(String sku, long delta, String reason) {
    /** Units that an offer may have. */
    static final long MOST_ALLOCATED = 10_000_000;

    /** The change in {@code body}, meaningless unless the body proves clean. */
    static StockChange read(Fields body) {
        String sku = body.name("sku");
        long delta = body.integer("delta", -MOST_ALLOCATED, MOST_ALLOCATED);
        if (body.isClean("delta") && delta == 0) {
            body.violation("delta", "range", "must not be 0");
        }
        String reason = CampaignReader.reason(body);
        if (body.isClean("reason") && reason.isBlank()) {
            body.violation("reason", "required", "is required");
        }
        return new StockChange(sku, delta, reason);
    }
}
