package dev.stampede.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** Every answer that the crowd got, by operation of the contract, and how late it was itself. Any thread. */
final class Tally {
    private final Contract contract;
    private final Map<String, Answers> operations = new ConcurrentHashMap<>();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> lags = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> lines = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> words = new ConcurrentLinkedQueue<>();
    private final LongAdder serverErrors = new LongAdder();

    private record Answers(Map<String, LongAdder> labels, Queue<Integer> millis) {
        Answers() {
            this(new ConcurrentHashMap<>(), new ConcurrentLinkedQueue<>());
        }
    }

    Tally(Contract contract) {
        this.contract = contract;
    }

    void answered(String operation, Answer answer) {
        Answers answers = operations.computeIfAbsent(operation, first -> new Answers());
        answers.labels()
                .computeIfAbsent(answer.label(), label -> new LongAdder())
                .increment();
        if (answer.status() == 0) {
            return;
        }
        answers.millis().add(answer.millis());
        if (answer.status() >= 500) {
            serverErrors.increment();
        }
        if (!contract.allows(operation, answer)) {
            complaints.add(operation + " was answered with " + answer.label() + ", which is not documented");
        }
    }

    /** A shopper's first click left the crowd so many milliseconds after it was meant to. */
    void clicked(long lateMs) {
        add(lags, lateMs);
    }

    /** A request waited so many milliseconds for a connection of the gateway. */
    void waited(long ms) {
        add(lines, ms);
    }

    /** The last word on a first click came so many milliseconds after it was meant to be, repeats included. */
    void heard(long afterMs) {
        add(words, afterMs);
    }

    private static void add(Queue<Integer> millis, long ms) {
        millis.add((int) Math.max(0, ms));
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    long serverErrors() {
        return serverErrors.sum();
    }

    /** Answers of an operation, by status and code, and its milliseconds. */
    ObjectNode figures() {
        ObjectNode figures = Json.object();
        new TreeMap<>(operations).forEach((operation, answers) -> {
            ObjectNode figure = figures.putObject(operation);
            put(figure, answers.millis());
            ObjectNode labels = figure.putObject("answers");
            new TreeMap<>(answers.labels()).forEach((label, count) -> labels.put(label, count.sum()));
        });
        return figures;
    }

    /**
     * How late the crowd clicked and when it had its last word, both counted from when it meant to click, and how long its
     * requests waited in line.
     */
    ObjectNode punctuality() {
        ObjectNode figures = Json.object();
        put(figures.putObject("clickedLateMs"), lags);
        put(figures.putObject("inLineMs"), lines);
        put(figures.putObject("lastWordMs"), words);
        return figures;
    }

    /** Count and percentiles of milliseconds. */
    static void put(ObjectNode figure, Collection<Integer> millis) {
        List<Integer> sorted = millis.stream().sorted().toList();
        figure.put("count", sorted.size());
        figure.put("p50", percentile(sorted, 50)).put("p99", percentile(sorted, 99));
        figure.put("max", percentile(sorted, 100));
    }

    /** The milliseconds within which all but a hundredth of the operation's answers came; 0 when there were none. */
    int p99(String operation) {
        Answers answers = operations.get(operation);
        return answers == null
                ? 0
                : percentile(answers.millis().stream().sorted().toList(), 99);
    }

    private static int percentile(List<Integer> sorted, double percent) {
        int rank = (int) Math.ceil(percent / 100 * sorted.size());
        return sorted.isEmpty() ? 0 : sorted.get(Math.max(0, rank - 1));
    }
}
