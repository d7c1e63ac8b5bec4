package dev.stampede.scenario;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a call was told.
 *
 * @param verdict {@code OK}, or why nothing was done
 * @param words one for each request of a batch that ran, in order; else empty
 * @param facts everything else that was answered, by name
 */
record Reply(String verdict, List<String> words, Map<String, String> facts) {
    Reply {
        words = List.copyOf(words);
        facts = new TreeMap<>(facts);
    }

    static Reply of(String verdict) {
        return new Reply(verdict, List.of(), Map.of());
    }

    static Reply of(String verdict, String fact, String value) {
        return new Reply(verdict, List.of(), Map.of(fact, value));
    }

    /** The word for the request at that place: its own, or the one that refuses the whole batch. */
    String word(int place) {
        return words.isEmpty() ? verdict : words.get(place);
    }
}
