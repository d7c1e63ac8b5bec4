package dev.stampede.audit;

/** How much was looked at in Postgres. Shoppers count once for each campaign. */
record Totals(
        long campaigns,
        long offers,
        long allocated,
        long orders,
        long shoppers,
        long payments,
        long batches,
        long formations,
        long cuts) {
    static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0);

    Totals plus(Totals more) {
        return new Totals(
                campaigns + more.campaigns,
                offers + more.offers,
                allocated + more.allocated,
                orders + more.orders,
                shoppers + more.shoppers,
                payments + more.payments,
                batches + more.batches,
                formations + more.formations,
                cuts + more.cuts);
    }
}
