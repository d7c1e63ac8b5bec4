package dev.stampede.demo;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What became of one sort of formation.
 *
 * @param word what they are called, such as teams
 * @param ends how many are in which state
 * @param unresolved requests whose outcome was never told
 * @param complaints what is wrong, in words
 */
record Gathered(String word, Map<String, Long> ends, long unresolved, List<String> complaints) {
    Gathered {
        ends = Map.copyOf(ends);
        complaints = List.copyOf(complaints);
    }

    /** Such as {@code teams 9 formed, 3 lapsed}. */
    String summary() {
        return word + " " + endings();
    }

    /** Such as {@code 9 formed, 3 lapsed}. */
    String endings() {
        return new TreeMap<>(ends)
                .entrySet().stream()
                        .map(end -> Words.count(end.getValue()) + " " + end.getKey())
                        .collect(Collectors.joining(", "));
    }
}
