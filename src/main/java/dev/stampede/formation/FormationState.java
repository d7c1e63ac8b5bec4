package dev.stampede.formation;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where a formation stands; {@link #mayBecome} is the one table of its moves. */
public enum FormationState {
    FORMING,
    FORMED,
    LAPSED,
    DISSOLVED,
    CLAIMED;

    private static final Set<FormationState> AFTER_FORMING = EnumSet.of(FORMED, LAPSED, DISSOLVED, CLAIMED);
    private static final Set<FormationState> AFTER_FORMED = EnumSet.of(CLAIMED, LAPSED, DISSOLVED);

    /** The word in answers and tables. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state with that word; another word throws {@link IllegalArgumentException}. */
    public static FormationState ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Whether a formation may go from here to there. */
    public boolean mayBecome(FormationState next) {
        return switch (this) {
            case FORMING -> AFTER_FORMING.contains(next);
            case FORMED -> AFTER_FORMED.contains(next);
            case LAPSED, DISSOLVED, CLAIMED -> false;
        };
    }
}
