package dev.stampede.settlement;

/** What Postgres or a load says of a campaign contradicts itself: it may not be sold from. */
final class Unsound extends RuntimeException {
    Unsound(String campaignId, String why) {
        super("campaign " + campaignId + " stays fenced: " + why, null, false, false);
    }
}
