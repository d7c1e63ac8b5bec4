package dev.stampede.campaign;

/**
 * The units of one offer as Postgres counts them.
 *
 * @param allocated all units ever added, without those that were withdrawn
 * @param held units of orders that wait for their payment
 * @param sold units of paid orders
 */
public record OfferStock(String sku, long allocated, long held, long sold) {
    /** Units that nobody holds or bought. */
    public long left() {
        return allocated - held - sold;
    }

    /** How much of the allocation is taken, from 0 to 100, rounded down; 100 only when nothing is left. */
    public long percentTaken() {
        return left() <= 0 ? 100 : (held + sold) * 100 / allocated;
    }
}
