package dev.stampede.formation;

import java.util.Optional;

/**
 * What became of a wish to leave a formation.
 *
 * @param formation as it is now; empty when the verdict is a refusal
 */
public record GiveAnswer(Verdict verdict, Optional<Formation> formation) {
    /** Why the seat was given back, or why not. */
    public enum Verdict {
        /** This request gave it back. */
        LEFT,
        /** An earlier request with the same key did. */
        REPLAYED,
        /** The key was used for something else. */
        MISMATCH,
        /** The campaign has no such formation. */
        UNKNOWN,
        /** It is no longer forming. */
        CLOSED,
        /** The shopper has no live seat in it. */
        NOT_A_MEMBER,
        /** The seat is paid, and the campaign gives no money back. */
        WRONG_STATE
    }

    static GiveAnswer of(Verdict verdict, Formation formation) {
        return new GiveAnswer(verdict, Optional.of(formation));
    }

    static GiveAnswer refusal(Verdict verdict) {
        return new GiveAnswer(verdict, Optional.empty());
    }
}
