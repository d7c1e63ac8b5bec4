package dev.stampede.scenario;

import dev.stampede.scenario.Picture.Hold;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that is stored of what shoppers complete together.
 *
 * @param members {@code formation|shopper} to the hold of the seat, or the cut
 * @param slots slot to open formations that have it
 * @param tallies helper, and {@code helper|day}, to cuts given
 */
record Formations(
        Map<String, Formation> all, Map<String, String> members, Map<String, Long> slots, Map<String, Long> tallies) {
    static final Formations NONE = new Formations(Map.of(), Map.of(), Map.of(), Map.of());

    Formations {
        all = new TreeMap<>(all);
        members = new TreeMap<>(members);
        slots = new TreeMap<>(slots);
        tallies = new TreeMap<>(tallies);
    }

    /** The same without counts of nothing. */
    Formations reloaded() {
        Map<String, Long> open = new TreeMap<>(slots);
        open.values().removeIf(count -> count == 0);
        Map<String, Long> given = new TreeMap<>(tallies);
        given.values().removeIf(count -> count == 0);
        return new Formations(all, members, open, given);
    }

    /** What breaks the promises of formations, with all holds of the campaign. */
    List<String> violations(Map<String, Hold> holds) {
        List<String> found = new ArrayList<>();
        all.forEach((id, formation) -> {
            List<String> of = members.entrySet().stream()
                    .filter(it -> it.getKey().startsWith(id + "|"))
                    .map(Map.Entry::getValue)
                    .toList();
            found.addAll(formation.violations(
                    of.size(),
                    of.stream()
                            .map(holds::get)
                            .filter(hold -> hold != null && hold.mark().equals("n"))
                            .count()));
        });
        members.forEach((place, hold) -> {
            Hold held = holds.get(hold);
            if (held == null || !place.equals(held.seat() + "|" + held.shopper())) {
                found.add("I5: " + place + " is " + held);
            }
        });
        Map<String, Long> open = new TreeMap<>();
        all.values().forEach(it -> open.merge(it.slot(), it.slot().isEmpty() ? 0L : 1L, Long::sum));
        slots.forEach((slot, count) -> {
            if (!count.equals(open.getOrDefault(slot, 0L))) {
                found.add("I5: slot " + slot + " counts " + count + " of " + open);
            }
        });
        tallies.forEach((helper, count) -> {
            long given = holds.values().stream()
                    .filter(it -> it.units() == 0)
                    .filter(it -> helper.equals(it.shopper()) || helper.equals(it.shopper() + "|" + it.mark()))
                    .count();
            if (count != given) {
                found.add("I6: " + helper + " counts " + count + ", gave " + given);
            }
        });
        return found;
    }

    /** What a table may ask about, by name. */
    Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        all.forEach((id, formation) -> {
            facts.put("count:" + id, Long.toString(formation.count()));
            facts.put("newcomers:" + id, Long.toString(formation.newcomers()));
            facts.put("rest:" + id, Long.toString(formation.rest()));
            facts.put("deadline:" + id, formation.deadline() / 1_000 + "s");
            facts.put("claimed:" + id, formation.claim().isEmpty() ? "no" : "yes");
            facts.put("closed:" + id, formation.closed() ? "yes" : "no");
        });
        slots.forEach((slot, count) -> facts.put("open:" + slot, Long.toString(count)));
        tallies.forEach((helper, count) -> facts.put("given:" + helper, Long.toString(count)));
        return facts;
    }
}
