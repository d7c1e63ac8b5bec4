package dev.stampede.audit;

/**
 * A campaign to audit, as Postgres has it.
 *
 * @param isLoaded whether it was approved, so that Redis should have it too
 */
record Listed(String id, String kind, String state, boolean isLoaded, long allocated, long held, long sold) {
    /** The figures while Redis has none. */
    CampaignFigures figures() {
        return new CampaignFigures(id, kind, state, allocated, allocated - held - sold, held, sold, 0, 0, false);
    }
}
