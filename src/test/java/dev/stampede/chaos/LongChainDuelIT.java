package dev.stampede.chaos;

import org.junit.jupiter.api.Tag;

/** The same, for long. */
@Tag("long")
class LongChainDuelIT extends ChainDuelIT {
    @Override
    int rounds() {
        return 200;
    }
}
