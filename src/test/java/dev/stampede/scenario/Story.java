package dev.stampede.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.scenario.Batch.Window;
import dev.stampede.scenario.Table.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells one table to one inventory, and holds each answer against what the table expects. */
final class Story {
    private static final String ONLY_SKU = "tea";
    private static final Set<String> OF_BATCHES = Set.of("changes", "sequence", "outbox");
    private static final Set<String> ACTIONS =
            Set.of("purchase", "open_team", "join_team", "start_chain", "assist", "claim");

    private final Inventory inventory;
    private final boolean together;
    private final List<Line> waiting = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private final Map<String, String> holds = new HashMap<>();
    private final StoryWishes wishes = new StoryWishes();
    private Definition definition = new Definition(0, "closed", 0, 0, 0, Map.of());
    private List<Window> windows = List.of();
    private long now;
    private long generation;
    private long revision;
    private long settledThrough;
    private long within;
    private long batches;
    private @Nullable Picture last;
    private @Nullable Picture saved;

    /** What one line was told; of a purchase, the whole reply to its batch and its own word in it. */
    record Answer(int line, String word, Reply reply) {
        /** The word alone, which must not depend on the batch it was in. */
        String bareWord() {
            int colon = word.indexOf(':');
            return line + " " + (colon < 0 ? word : word.substring(0, colon));
        }
    }

    /** @param together whether neighbouring purchases go into one batch */
    Story(Inventory inventory, boolean together) {
        this.inventory = inventory;
        this.together = together;
    }

    List<Answer> tell(Table table) {
        for (Line line : table.lines()) {
            if (ACTIONS.contains(line.verb())) {
                if (!waiting.isEmpty() && !waiting.get(0).verb().equals(line.verb())) {
                    send();
                }
                waiting.add(line);
                if (!together) {
                    send();
                }
            } else {
                send();
                step(line);
                assertThat(inventory.picture().map(Picture::violations).orElse(List.of()))
                        .as("%s", line)
                        .isEmpty();
            }
        }
        send();
        return answers;
    }

    private void step(Line line) {
        switch (line.verb()) {
            case "campaign" -> open(line);
            case "node" -> believe(line);
            case "tick" -> {
                now += Table.millis(line.words().get(0));
                inventory.moveTo(now);
            }
            case "reacquire" -> own(line, inventory.reacquire(reacquire(line)));
            case "withdraw" -> own(line, inventory.withdraw(withdraw(line)));
            case "release" -> answer(line, inventory.giveBack(generation, returns(line)));
            case "end" -> answer(line, inventory.giveBack(generation, ended(line)));
            case "teams", "chains" -> wishes.rules(line);
            case "define" -> define(line, changed(line, definition.gate()));
            case "pause" -> define(line, changed(line, "paused"));
            case "resume" -> define(line, changed(line, "open"));
            case "close" -> define(line, changed(line, "closed"));
            case "fence" -> inventory.load(stored().fenced(line.words().get(0).equals("up")));
            case "settle" -> settledThrough = stored().sequence();
            case "save" -> saved = stored();
            case "restore" -> inventory.load(Optional.ofNullable(saved).orElseThrow());
            case "lose" -> {
                last = stored();
                inventory.lose();
            }
            case "reload" ->
                inventory.load(inventory
                        .picture()
                        .or(() -> Optional.ofNullable(last))
                        .orElseThrow()
                        .reloaded());
            case "look" -> look(line);
            default -> throw new IllegalArgumentException("unknown step " + line);
        }
    }

    private void open(Line line) {
        definition = new Definition(
                Long.parseLong(line.option("revision", "1")),
                line.option("gate", "open"),
                now + Table.millis(line.option("opens", "-1h")),
                now + Table.millis(line.option("closes", "1d")),
                Long.parseLong(line.option("limit", "1")),
                units(line.option("stock", "1")));
        generation = 1;
        revision = definition.revision();
        within = Table.millis("1h");
        inventory.moveTo(now);
        inventory.load(Picture.untouched(generation, definition));
    }

    /** What the node that sends the next batches believes. */
    private void believe(Line line) {
        line.options().forEach((name, value) -> {
            switch (name) {
                case "generation" -> generation = Long.parseLong(value);
                case "revision" -> revision = Long.parseLong(value);
                case "settled" -> settledThrough = Long.parseLong(value);
                case "within" -> within = Table.millis(value);
                case "windows" -> windows = windows(value);
                default -> throw new IllegalArgumentException("a node has no " + name);
            }
        });
    }

    private void define(Line line, Definition next) {
        Reply reply = inventory.define(generation, next);
        if (reply.verdict().equals("OK")) {
            definition = next;
            revision = line.words().contains("unseen") ? revision : next.revision();
        }
        answer(line, reply);
    }

    private Definition changed(Line line, String gate) {
        Map<String, String> options = line.options();
        String opens = options.get("opens");
        String closes = options.get("closes");
        String limit = options.get("limit");
        String stock = options.get("stock");
        return new Definition(
                Long.parseLong(line.option("revision", Long.toString(definition.revision() + 1))),
                gate,
                opens == null ? definition.opensAt() : now + Table.millis(opens),
                closes == null ? definition.closesAt() : now + Table.millis(closes),
                limit == null ? definition.limit() : Long.parseLong(limit),
                stock == null ? definition.granted() : units(stock));
    }

    private void send() {
        if (waiting.isEmpty()) {
            return;
        }
        Reply reply = inventory.take(new Batch(
                waiting.get(0).verb(),
                "%016x".formatted(++batches),
                generation,
                revision,
                settledThrough,
                now + within,
                windows,
                waiting.stream().map(wishes::request).toList()));
        for (int i = 0; i < waiting.size(); i++) {
            Line line = waiting.get(i);
            String word = reply.word(i);
            answers.add(new Answer(line.number(), word, reply));
            assertThat(word.replaceFirst(":.*", "")).as("%s", line).isEqualTo(line.expected());
            if (word.equals("OK")) {
                holds.put(
                        line.words().get(0) + "/" + line.words().get(1),
                        wishes.request(line).outcome());
            }
            if (!together) {
                Map<String, String> facts = new TreeMap<>(reply.facts());
                if (word.equals("OK") && !line.facts().isEmpty()) {
                    facts.putAll(wishes.decided(stored()));
                }
                compare(line, facts, line.option("sku", ONLY_SKU));
            }
        }
        waiting.clear();
    }

    /** {@code release shopper/key…}, of a formation when it is named, which may keep its unit. */
    private List<Return> returns(Line line) {
        String formation = line.option("of", "");
        String standing = line.option("standing", "open");
        String deadline = line.option("deadline", "");
        long until = deadline.isEmpty() ? 0 : now + Table.millis(deadline);
        return line.words().stream()
                .map(name -> new Return(holds.getOrDefault(name, name), formation, standing, until))
                .toList();
    }

    /** {@code end formation…}: they are over for good. */
    private static List<Return> ended(Line line) {
        return line.words().stream()
                .map(formation -> new Return(formation, formation, "closed", 0))
                .toList();
    }

    /** {@code reacquire shopper order units}, for a payment of its own unless one is named. */
    private OwnTake reacquire(Line line) {
        String shopper = line.words().get(0);
        String order = line.words().get(1);
        String payment = line.option("payment", "p" + order);
        holds.put(shopper + "/" + payment, payment);
        return own(line, shopper, "r:" + order, payment, payment);
    }

    /** {@code withdraw key units}. */
    private OwnTake withdraw(Line line) {
        String key = line.words().get(0);
        return own(line, "", "w:" + key, line.words().get(1), key + "n" + line.number());
    }

    private OwnTake own(Line line, String shopper, String key, String canonical, String outcome) {
        return new OwnTake(
                "%016x".formatted(++batches),
                generation,
                settledThrough,
                now + within,
                shopper,
                key,
                "%08x".formatted(canonical.hashCode()),
                outcome,
                line.option("sku", ONLY_SKU),
                Integer.parseInt(line.words().get(line.words().size() - 1)));
    }

    private void own(Line line, Reply reply) {
        String word = reply.word(0);
        answers.add(new Answer(line.number(), word, reply));
        assertThat(word.replaceFirst(":.*", "")).as("%s", line).isEqualTo(line.expected());
        compare(line, reply.facts(), line.option("sku", ONLY_SKU));
    }

    private void answer(Line line, Reply reply) {
        answers.add(new Answer(line.number(), reply.verdict(), reply));
        assertThat(reply.verdict()).as("%s", line).isEqualTo(line.expected());
        compare(line, reply.facts(), ONLY_SKU);
    }

    private void look(Line line) {
        Map<String, String> seen = inventory.picture().map(Picture::facts).orElse(Map.of("campaign", "missing"));
        compare(line, seen, ONLY_SKU);
    }

    private void compare(Line line, Map<String, String> facts, String sku) {
        line.facts().forEach((name, value) -> {
            if (!together || !OF_BATCHES.contains(name)) {
                String full = Set.of("left", "taken", "withdrawn", "granted").contains(name) ? name + ":" + sku : name;
                assertThat(facts).as("%s", line).containsEntry(full, value);
            }
        });
    }

    private Picture stored() {
        return inventory.picture().orElseThrow();
    }

    private static Map<String, Long> units(String text) {
        Map<String, Long> units = new TreeMap<>();
        for (String offer : text.split(",", -1)) {
            int colon = offer.indexOf(':');
            units.put(colon < 0 ? ONLY_SKU : offer.substring(0, colon), Long.valueOf(offer.substring(colon + 1)));
        }
        return units;
    }

    private List<Window> windows(String text) {
        List<Window> read = new ArrayList<>();
        for (String window : text.equals("always") ? new String[0] : text.split(",", -1)) {
            int dots = window.indexOf("..");
            read.add(new Window(
                    now + Table.millis(window.substring(0, dots)), now + Table.millis(window.substring(dots + 2))));
        }
        return read;
    }
}
