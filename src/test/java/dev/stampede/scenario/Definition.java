package dev.stampede.scenario;

import java.util.Map;
import java.util.TreeMap;

/**
 * What an operator's change tells Redis.
 *
 * @param gate {@code open}, {@code paused} or {@code closed}
 * @param opensAt in ms from the start of the story
 * @param closesAt in ms from the start of the story
 * @param limit units a shopper may take
 * @param granted sku to all units ever added
 */
record Definition(long revision, String gate, long opensAt, long closesAt, long limit, Map<String, Long> granted) {
    Definition {
        granted = new TreeMap<>(granted);
    }
}
