package dev.stampede.demo;

import dev.stampede.demo.Figures.Counted;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import picocli.CommandLine.Help.Ansi;

/** A live panel on a terminal: the same few lines, drawn again and again. It never grows wider than 80 columns. */
public final class Panel implements Display {
    private static final int BAR = 40;
    private static final String CLEAR_LINE = "\u001b[2K";
    private static final String UP = "\u001b[%dA\r";
    private static final String NO_WRAP = "\u001b[?7l\u001b[?25l";
    private static final String WRAP = "\u001b[?25h\u001b[?7h";

    private final PrintWriter out;
    private final Ansi ansi;
    private final Play play;
    private int drawn;

    /** @param hasColours whether the terminal may be sent colours */
    public Panel(PrintWriter out, boolean hasColours, Play play) {
        this.out = out;
        this.ansi = hasColours ? Ansi.ON : Ansi.OFF;
        this.play = play;
    }

    @Override
    public void show(Moment moment) {
        StringBuilder frame = new StringBuilder(NO_WRAP);
        if (drawn > 0) {
            frame.append(UP.formatted(drawn));
        }
        List<String> lines = lines(moment);
        for (String line : lines) {
            frame.append(CLEAR_LINE).append(ansi.string(line)).append('\n');
        }
        drawn = lines.size();
        out.print(frame.append(WRAP));
        out.flush();
    }

    @Override
    public void end() {
        out.println();
        out.flush();
    }

    private List<String> lines(Moment moment) {
        List<String> lines = new ArrayList<>();
        lines.add("@|bold STAMPEDE|@  three campaigns, %s shoppers for %s units, seed %d"
                .formatted(Words.count(play.shoppers()), Words.count(play.stock()), play.seed()));
        lines.add("");
        lines.add("  %-9s %s".formatted("now", phase(moment)));
        lines.add("  %-9s %s".formatted("stock", stock(moment)));
        lines.add("  %-9s %s units".formatted("paid", Words.count(moment.soldUnits())));
        for (Gathered some : moment.gathered()) {
            lines.add("  %-9s %s".formatted(some.word(), some.endings()));
        }
        lines.add("  %-9s %s requests, %s a second%s"
                .formatted(
                        "speed",
                        Words.count(moment.counted().requests()),
                        Words.count(moment.counted().rate()),
                        purchaseTimes(moment.counted())));
        String head = "answers";
        for (var answer : new TreeMap<>(moment.counted().purchases()).entrySet()) {
            lines.add(answer(head, answer.getKey(), answer.getValue()));
            head = "";
        }
        return lines;
    }

    private static String purchaseTimes(Counted counted) {
        return counted.purchases().isEmpty()
                ? ""
                : "; a purchase p50 %s, p99 %s"
                        .formatted(Words.millis(counted.p50Micros()), Words.millis(counted.p99Micros()));
    }

    private static String phase(Moment moment) {
        long ms = moment.sinceOpeningMs();
        return switch (moment.phase()) {
            case PREPARING -> moment.phase().words();
            case CLOSED ->
                "@|yellow %s|@, opening in %s".formatted(moment.phase().words(), Words.seconds(-ms));
            default -> "@|green %s|@, %s".formatted(moment.phase().words(), Words.seconds(ms));
        };
    }

    private String stock(Moment moment) {
        if (moment.left() < 0) {
            return "";
        }
        int full = (int) (moment.left() * BAR / play.stock());
        return "[@|cyan %s|@%s] %s of %s left"
                .formatted(
                        "#".repeat(full),
                        ".".repeat(BAR - full),
                        Words.count(moment.left()),
                        Words.count(play.stock()));
    }

    private static String answer(String head, String label, long count) {
        String colour = label.startsWith("2") ? "green" : label.startsWith("4") ? "yellow" : "red";
        return String.format(Locale.ROOT, "  %-9s @|%s %-24s|@ %,9d", head, colour, label, count);
    }
}
