package dev.stampede.chaos;

import org.junit.jupiter.api.Tag;

/** The same, for long. */
@Tag("long")
class LongTeamDuelIT extends TeamDuelIT {
    @Override
    int rounds() {
        return 200;
    }
}
