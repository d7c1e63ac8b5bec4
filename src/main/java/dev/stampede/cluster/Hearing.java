package dev.stampede.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whom this node hears on the bus, and whether a silence is its own fault. All times are of one clock that only goes on, in
 * ms. Not for several threads.
 */
final class Hearing {
    /** Hazelcast lists a dead member for 8 s and a little; only then does its silence count. */
    static final long SILENT_MS = 12_000;

    /** A node that was not run for so long heard nothing, and that is no fault of the bus. */
    private static final long SLEPT_MS = 4_000;

    private final String self;
    private final Map<String, Long> heardAt = new HashMap<>();
    private final Map<String, Set<String>> hears = new HashMap<>();
    private Set<String> listed = Set.of();
    private long lookedAt;

    Hearing(String self, long now) {
        this.self = self;
        this.lookedAt = now;
        heardAt.put(self, now);
    }

    void heard(Heartbeat heartbeat, long now) {
        heardAt.put(heartbeat.node(), now);
        hears.put(heartbeat.node(), heartbeat.hears());
    }

    /** Looks who is there now. To be called about once a second. */
    void look(Set<String> others, long now) {
        if (now - lookedAt > SLEPT_MS) {
            heardAt.replaceAll((name, then) -> now);
        }
        lookedAt = now;
        others.stream().filter(name -> !listed.contains(name)).forEach(name -> heardAt.put(name, now));
        listed = Set.copyOf(others);
        heardAt.keySet().removeIf(name -> !name.equals(self) && !listed.contains(name));
        hears.keySet().retainAll(heardAt.keySet());
    }

    /** The others that are there and said something lately. One that has just come, and said nothing yet, is not among them. */
    Set<String> heard() {
        return listed.stream()
                .filter(name -> hears.containsKey(name) && isAudible(name))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The others that are there and were not silent for long. */
    Set<String> audible() {
        return listed.stream().filter(this::isAudible).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether one of those who are there is silent, by whoever's fault. */
    boolean misses() {
        return audible().size() < listed.size();
    }

    /**
     * Whether it is deaf: to itself, to all others, or to one that another one hears. Of two nodes neither can tell whether it
     * is deaf or the other one hangs, and the sound one must not go: there only its own voice counts.
     */
    boolean isDeaf() {
        Set<String> audible = audible();
        if (!isAudible(self) || (audible.isEmpty() && listed.size() > 1)) {
            return true;
        }
        return listed.stream().filter(name -> !audible.contains(name)).anyMatch(silent -> audible.stream()
                .anyMatch(other -> hears.getOrDefault(other, Set.of()).contains(silent)));
    }

    private boolean isAudible(String name) {
        return lookedAt - heardAt.getOrDefault(name, lookedAt) <= SILENT_MS;
    }
}
