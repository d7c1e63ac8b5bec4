package dev.stampede.boot;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tells a piece of background work, by its name, that there is something to do. Before it runs there is nobody to tell. */
final class Wakers {
    private final Map<String, Runnable> byName = new ConcurrentHashMap<>();

    void add(String name, Runnable waker) {
        byName.put(name, waker);
    }

    void wake(String name) {
        byName.getOrDefault(name, () -> {}).run();
    }
}
