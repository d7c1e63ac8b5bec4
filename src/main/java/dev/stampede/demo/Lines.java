package dev.stampede.demo;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** About one plain line a second, for files, pipes and machines. */
public final class Lines implements Display {
    private static final long EVERY_MS = 900;

    private final PrintWriter out;
    private @Nullable Phase shown;
    private long nextMs = Long.MIN_VALUE;

    public Lines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void show(Moment moment) {
        boolean isNew = moment.phase() != shown;
        boolean isDue = moment.sinceOpeningMs() >= nextMs;
        if (moment.phase() == Phase.PREPARING || moment.phase() == Phase.DONE || !(isNew || isDue)) {
            return;
        }
        shown = moment.phase();
        nextMs = moment.sinceOpeningMs() + EVERY_MS;
        out.println(line(moment));
        out.flush();
    }

    @Override
    public void end() {}

    private static String line(Moment moment) {
        String head = String.format(
                Locale.ROOT,
                "%+6.1f s  %-24s",
                moment.sinceOpeningMs() / 1_000.0,
                moment.phase().words());
        String speed =
                "%s  %s req/s".formatted(head, Words.count(moment.counted().rate()));
        if (moment.counted().purchases().isEmpty()) {
            return speed;
        }
        return speed
                + ", left %s, paid %s, p50 %s, p99 %s | %s"
                        .formatted(
                                Words.left(moment.left()),
                                Words.count(moment.soldUnits()),
                                Words.millis(moment.counted().p50Micros()),
                                Words.millis(moment.counted().p99Micros()),
                                answers(moment.counted().purchases()));
    }

    private static String answers(Map<String, Long> purchases) {
        return purchases.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + " " + Words.count(entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
