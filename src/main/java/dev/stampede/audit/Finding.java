package dev.stampede.audit;

/**
 * One case in which an invariant does not hold.
 *
 * @param invariant its id, such as {@code I2}
 * @param detail what is there and what should be, with figures
 * @param units oversold with {@code I2}, lost with {@code I11}, else 0
 */
record Finding(String invariant, String campaignId, String detail, long units) {
    static Finding of(String invariant, String campaignId, String detail) {
        return new Finding(invariant, campaignId, detail, 0);
    }
}
