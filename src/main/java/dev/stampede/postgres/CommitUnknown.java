package dev.stampede.postgres;

/** Postgres was lost while it was asked to commit: the transaction may stand, or not. */
public final class CommitUnknown extends RuntimeException {
    CommitUnknown(Throwable lost) {
        super("no answer to COMMIT: " + lost.getMessage(), lost, false, false);
    }
}
