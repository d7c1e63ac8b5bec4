package dev.stampede.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A story as text: one step a line, its words and {@code name=value} options, then {@code ->} and what is expected; {@code #}
 * starts a comment.
 */
record Table(String name, List<Line> lines) {
    private static final Path FOLDER = Path.of("src", "test", "resources", "scenario");
    private static final Pattern DURATION = Pattern.compile("(-?\\d+)(s|m|h|d)");

    Table {
        lines = List.copyOf(lines);
    }

    /**
     * One step.
     *
     * @param verb its first word
     * @param expected the word after {@code ->}, or empty
     * @param facts the {@code name=value} after {@code ->}
     */
    record Line(
            int number,
            String text,
            String verb,
            List<String> words,
            Map<String, String> options,
            String expected,
            Map<String, String> facts) {

        String option(String name, String otherwise) {
            return options.getOrDefault(name, otherwise);
        }

        @Override
        public String toString() {
            return number + ": " + text;
        }
    }

    /** All tables of one kind, by name. */
    static List<Table> of(String kind) {
        try (Stream<Path> files = Files.list(FOLDER.resolve(kind))) {
            return files.sorted().map(Table::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Table read(Path file) {
        try {
            List<Line> lines = new ArrayList<>();
            int number = 0;
            for (String text : Files.readAllLines(file)) {
                number++;
                String told = text.replaceFirst("#.*", "").strip();
                if (!told.isEmpty()) {
                    lines.add(line(number, told));
                }
            }
            return new Table(file.getFileName().toString().replace(".txt", ""), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Line line(int number, String text) {
        int arrow = text.indexOf("->");
        List<String> words = new ArrayList<>();
        Map<String, String> options = split(arrow < 0 ? text : text.substring(0, arrow), words);
        List<String> expected = new ArrayList<>();
        Map<String, String> facts = split(arrow < 0 ? "" : text.substring(arrow + 2), expected);
        if (words.isEmpty() || expected.size() > 1) {
            throw new IllegalArgumentException("line " + number + " does not read as a step: " + text);
        }
        return new Line(
                number,
                text,
                words.get(0),
                words.subList(1, words.size()),
                options,
                expected.isEmpty() ? "" : expected.get(0),
                facts);
    }

    private static Map<String, String> split(String text, List<String> words) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String token : text.strip().split("\\s+", -1)) {
            int equals = token.indexOf('=');
            if (equals > 0) {
                options.put(token.substring(0, equals), token.substring(equals + 1));
            } else if (!token.isEmpty()) {
                words.add(token);
            }
        }
        return options;
    }

    /** A duration such as {@code -15m} in ms. */
    static long millis(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a duration: " + text);
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> count * 1_000;
            case "m" -> count * 60_000;
            case "h" -> count * 3_600_000;
            default -> count * 86_400_000;
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
