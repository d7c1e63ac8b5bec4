package dev.stampede.demo;

import java.time.InstantSource;

/**
 * The engine's time as it looks from here.
 *
 * @param aheadMs by how much the engine's clock is ahead of the one here
 */
record ServerClock(InstantSource here, long aheadMs) {
    long millis() {
        return here.millis() + aheadMs;
    }
}
