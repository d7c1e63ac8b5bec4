import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What the openings of a run were like, and what is wrong with them. */
final class Report {
    private static final double ANNOUNCED_MS = 50;
    private static final double SLOWER = 1.2;
    private static final double MEMORY_MB = 768;
    private static final String TURNS = "stampede_feed_turn_seconds";

    private final Map<String, List<Figures>> rows = new LinkedHashMap<>();
    private final List<String> broken = new ArrayList<>();
    private final List<String> limits = new ArrayList<>();
    private final StringJoiner json = new StringJoiner(",");
    private final int sockets;
    private final int asleep;
    private final int rate;

    /**
     * One opening, in milliseconds from opensAt and megabytes.
     *
     * @param turns how often an event loop wrote to sockets for more than 20 ms at one go
     * @param turn the longest that one did so in the last minutes
     * @param lag the worst delay of an event loop in the last seconds, whatever it was for
     */
    private record Figures(double first, double last, double turns, double turn, double lag, double memory) {}

    Report(int sockets, int asleep, int rate) {
        this.sockets = sockets;
        this.asleep = asleep;
        this.rate = rate;
    }

    void add(
            String row,
            long opensAt,
            Crowd.Round round,
            Operations.Metrics before,
            Operations.Metrics after,
            long megabytes) {
        long[] receipts = Arrays.stream(round.receipts).filter(at -> at > 0).sorted().toArray();
        promise(receipts.length == sockets, row + ": " + (sockets - receipts.length) + " sockets heard nothing");
        promise(round.doubled == 0, row + ": " + round.doubled + " sockets heard it twice");
        if (receipts.length == 0) {
            return;
        }
        promise(receipts[0] >= opensAt, row + ": told before opensAt");
        Figures figures = new Figures(
                (receipts[0] - opensAt) / 1e3,
                (receipts[receipts.length - 1] - opensAt) / 1e3,
                longTurns(after) - longTurns(before),
                after.sum(TURNS + "_max") * 1e3,
                after.sum("stampede_event_loop_lag_seconds") * 1e3,
                megabytes);
        rows.computeIfAbsent(row, first -> new ArrayList<>()).add(figures);
        System.err.printf(
                "%-4s  first %6.1f ms  last %6.1f ms  loop %5.1f ms  engine %4.0f MB%n",
                row, figures.first(), figures.last(), figures.lag(), figures.memory());
    }

    /** How many sockets the engine has ended because nobody reads them, or because nobody says anything. */
    static double ended(Operations.Metrics metrics) {
        return metrics.sum("stampede_feed_closed_total{cause=\"too_slow\"}")
                + metrics.sum("stampede_feed_closed_total{cause=\"silent\"}");
    }

    void end(Operations.Metrics metrics, int sleepers, int closed, Buyers buyers, boolean isAuditOk) {
        double tooSlow = metrics.sum("stampede_feed_closed_total{cause=\"too_slow\"}");
        promise(ended(metrics) >= sleepers, "only %.0f of %d that never read were closed".formatted(ended(metrics), sleepers));
        promise(closed == 0, closed + " sockets of the crowd were closed");
        promise(buyers.wrong() == 0, buyers.wrong() + " purchases were answered neither 201 nor 503");
        limit(buyers.refused() == 0, buyers.refused() + " purchases were answered 503, or not at all");
        promise(isAuditOk, "the audit found something");
        json.add("\"closedTooSlow\":%.0f,\"purchases\":%d,\"refused\":%d,\"wrongAnswers\":%d,\"audit\":\"%s\""
                .formatted(tooSlow, buyers.bought(), buyers.refused(), buyers.wrong(), isAuditOk ? "ok" : "violated"));
    }

    /** Prints the table, and says whether every promise was kept. */
    boolean print() {
        double share = slowShare();
        limit(median("idle", Figures::first) <= ANNOUNCED_MS, "announced later than 50 ms after opensAt");
        limit(share < SLOWER, "those that never read cost the others %.2f of their time".formatted(share));
        rows.keySet().forEach(row -> limit(
                worst(row, Figures::memory) <= MEMORY_MB, row + ": the engine took more than %.0f MB".formatted(MEMORY_MB)));
        rows.forEach((row, some) -> limit(
                some.stream().mapToDouble(Figures::turns).sum() == 0, row + ": an event loop worked for more than 20 ms at one go"));
        System.out.printf("%-5s %24s  %24s  %8s  %6s%n", "row", "first, ms", "last of all, ms", "loop, ms", "MB");
        rows.keySet().forEach(this::print);
        System.out.printf(Locale.ROOT, "longest turn of an event loop %.1f ms; with %d that never read, last of all %.2f of idle%n",
                rows.values().stream().flatMap(List::stream).mapToDouble(Figures::turn).max().orElse(0), asleep, share);
        json.add(String.format(Locale.ROOT, "\"slowShare\":%.3f", share));
        broken.forEach(promise -> System.out.println("  BROKEN: " + promise));
        limits.forEach(limit -> System.out.println("  passed: " + limit));
        System.out.println("opening " + (isOk() ? "ok" : "failed"));
        return isOk();
    }

    String json() {
        return "{\"ok\":%s,\"broken\":%s,\"limits\":%s,\"sockets\":%d,\"neverRead\":%d,\"purchasesPerSecond\":%d,\"processors\":%d,%s}%n"
                .formatted(
                        isOk(), list(broken), list(limits), sockets, asleep, rate,
                        Runtime.getRuntime().availableProcessors(), json);
    }

    private boolean isOk() {
        return broken.isEmpty() && limits.isEmpty();
    }

    private static String list(List<String> texts) {
        return texts.isEmpty() ? "[]" : "[\"" + String.join("\",\"", texts) + "\"]";
    }

    private void print(String row) {
        String line = String.format(Locale.ROOT, "%-5s %s  %s  %8.1f  %6.0f", row, spread(row, Figures::first),
                spread(row, Figures::last), worst(row, Figures::lag), worst(row, Figures::memory));
        System.out.println(line);
        json.add(String.format(
                Locale.ROOT,
                "\"%s\":{\"openings\":%d,\"firstMs\":%.1f,\"lastMs\":%.1f,\"turnMs\":%.1f,\"turnsOver20Ms\":%.0f,\"lagMs\":%.1f,\"megabytes\":%.0f}",
                row,
                rows.get(row).size(),
                median(row, Figures::first),
                median(row, Figures::last),
                worst(row, Figures::turn),
                rows.get(row).stream().mapToDouble(Figures::turns).sum(),
                worst(row, Figures::lag),
                worst(row, Figures::memory)));
    }

    private String spread(String row, ToDoubleFunction<Figures> figure) {
        double[] sorted = sorted(row, figure);
        return String.format(Locale.ROOT, "%6.1f (%6.1f to %6.1f)", median(row, figure), sorted[0], sorted[sorted.length - 1]);
    }

    private double median(String row, ToDoubleFunction<Figures> figure) {
        return median(sorted(row, figure));
    }

    private static double median(double[] sorted) {
        return sorted.length == 0 ? Double.NaN : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** The median of what each opening beside sockets that never read took, as a share of the idle one next to it. */
    private double slowShare() {
        List<Figures> slow = rows.getOrDefault("slow", List.of());
        List<Figures> idle = rows.getOrDefault("idle", List.of());
        double[] shares = IntStream.range(0, Math.min(slow.size(), idle.size()))
                .mapToDouble(i -> slow.get(i).last() / idle.get(i).last())
                .sorted()
                .toArray();
        return median(shares);
    }

    private double worst(String row, ToDoubleFunction<Figures> figure) {
        return Arrays.stream(sorted(row, figure)).max().orElse(0);
    }

    private double[] sorted(String row, ToDoubleFunction<Figures> figure) {
        return rows.getOrDefault(row, List.of()).stream().mapToDouble(figure).sorted().toArray();
    }

    private static double longTurns(Operations.Metrics metrics) {
        return metrics.sum(TURNS + "_count") - metrics.sum(TURNS + "_bucket{le=\"0.02\"}");
    }

    /** Promises hold on any machine. */
    private void promise(boolean isKept, String otherwise) {
        if (!isKept) {
            broken.add(otherwise);
        }
    }

    /** Limits mean something on a quiet one. */
    private void limit(boolean isKept, String otherwise) {
        if (!isKept) {
            limits.add(otherwise);
        }
    }
}
