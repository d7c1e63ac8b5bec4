package dev.stampede.inventory;

/**
 * What Redis is told to give back.
 *
 * @param hold what stands under it is given back, once
 * @param formationId the formation that it was taken for, or that has ended; empty when it was for none
 * @param standing where that formation stands in Postgres: {@link #OPEN}, {@link #KEEPS}, {@link #CLOSED} or {@link
 *     #BOUGHT}
 * @param deadline of that formation, in ms, or 0: Redis takes it over when a claim is given back
 */
public record Release(String hold, String formationId, String standing, long deadline) {
    /** It goes on, or there is none. */
    public static final String OPEN = "open";

    /** It goes on, and has the unit itself. */
    public static final String KEEPS = "keeps";

    /** Nobody can change it any more. */
    public static final String CLOSED = "closed";

    /** The same, and its opener's slot stays taken: who has bought opens no other. */
    public static final String BOUGHT = "bought";

    /** Of a hold that was taken for no formation. */
    public static Release loose(String hold) {
        return new Release(hold, "", OPEN, 0);
    }
}
