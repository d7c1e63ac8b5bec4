package dev.stampede.scenario;

import dev.stampede.inventory.CampaignKeys;
import io.vertx.redis.client.Command;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Formations in the form in which a reload writes them and the scripts keep them. Times are told to ten seconds: the real clock
 * moves while a story stands still.
 */
final class RedisFormations {
    private static final long GRAIN = 10_000;
    private static final Pattern DEADLINE = Pattern.compile("\"deadline\":(\\d+)");

    private final RedisShell redis;
    private final CampaignKeys keys;

    RedisFormations(RedisShell redis, CampaignKeys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    void write(Formations formations, long start) {
        Map<String, String> fields = new TreeMap<>();
        formations.all().forEach((id, it) -> {
            fields.put("terms:" + id, it.terms());
            fields.put("count:" + id, Long.toString(it.count()));
            put(fields, "newcomers:" + id, it.newcomers());
            put(fields, "rest:" + id, it.rest());
            put(fields, "parts:" + id, it.parts());
            put(fields, "slot:" + id, it.slot());
            put(fields, "claim:" + id, it.claim());
            put(fields, "closed:" + id, it.closed() ? "1" : "");
        });
        redis.put(keys.formation(), fields);
        shift(formations, start);
        redis.put(keys.member(), formations.members());
        redis.put(keys.slot(), texts(formations.slots()));
        redis.put(keys.tally(), texts(formations.tallies()));
    }

    /** Writes the deadlines alone. */
    void shift(Formations formations, long start) {
        Map<String, String> fields = new TreeMap<>();
        formations.all().forEach((id, it) -> fields.put("deadline:" + id, Long.toString(start + it.deadline())));
        redis.put(keys.formation(), fields);
    }

    void erase() {
        redis.send(Command.DEL, keys.formation(), keys.member(), keys.slot(), keys.tally());
    }

    Formations read(long start) {
        Map<String, String> fields = redis.hash(keys.formation());
        Set<String> ids = new TreeSet<>();
        fields.keySet().stream()
                .filter(name -> name.startsWith("terms:"))
                .forEach(name -> ids.add(name.substring("terms:".length())));
        Map<String, Formation> all = new TreeMap<>();
        for (String id : ids) {
            all.put(
                    id,
                    new Formation(
                            text(fields, "terms:" + id),
                            grain(Long.parseLong(text(fields, "deadline:" + id)) - start),
                            Long.parseLong(text(fields, "count:" + id)),
                            Long.parseLong(fields.getOrDefault("newcomers:" + id, "-1")),
                            Long.parseLong(fields.getOrDefault("rest:" + id, "-1")),
                            text(fields, "parts:" + id),
                            text(fields, "slot:" + id),
                            text(fields, "claim:" + id),
                            text(fields, "closed:" + id).equals("1")));
        }
        return new Formations(all, redis.hash(keys.member()), numbers(keys.slot()), numbers(keys.tally()));
    }

    /** An outcome with its deadline as a time after {@code at}; 0 stays 0. */
    static String fromClock(String outcome, long at) {
        return deadline(outcome, it -> it == 0 ? 0 : grain(it - at));
    }

    /** The other way round. */
    static String toClock(String outcome, long at) {
        return deadline(outcome, it -> it == 0 ? 0 : it + at);
    }

    private interface Shift {
        long of(long deadline);
    }

    private static String deadline(String outcome, Shift shift) {
        Matcher matcher = DEADLINE.matcher(outcome);
        return matcher.replaceAll(found -> "\"deadline\":" + shift.of(Long.parseLong(found.group(1))));
    }

    private static long grain(long time) {
        return Math.floorDiv(time + GRAIN / 2, GRAIN) * GRAIN;
    }

    private static void put(Map<String, String> fields, String name, long value) {
        if (value >= 0) {
            fields.put(name, Long.toString(value));
        }
    }

    private static void put(Map<String, String> fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.put(name, value);
        }
    }

    private static String text(Map<String, String> fields, String name) {
        return fields.getOrDefault(name, "");
    }

    private Map<String, Long> numbers(String key) {
        Map<String, Long> numbers = new TreeMap<>();
        redis.hash(key).forEach((name, text) -> numbers.put(name, Long.valueOf(text)));
        return numbers;
    }

    private static Map<String, String> texts(Map<String, Long> numbers) {
        Map<String, String> texts = new TreeMap<>();
        numbers.forEach((name, number) -> texts.put(name, Long.toString(number)));
        return texts;
    }
}
