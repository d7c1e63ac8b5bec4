import java.io.IOException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Opens one sale after the other before the same crowd, and writes down when each socket heard of it: {@code Opening PUBLIC_URL
 * OPS_URL ENGINE_PID TOKENS_FILE JSON_FILE SOCKETS OPENINGS RATE}, with an operator's token in {@code OPENING_TOKEN}.
 */
public final class Opening {
    private static final long SLEEP_BEFORE_MS = 2_500;

    /** Time for so many sockets to have their snapshot before that. */
    private static final long SOCKETS_A_MS = 3;

    private static final long AT_LEAST_MS = 800;
    private static final int MOST_TRIES = 4;
    private static final long LOOK_MS = 300;
    private static final long WAIT_MS = 10_000;

    /** Who says nothing for so long is closed. */
    private static final long SILENT_MS = 75_000;

    private static final int SLEEPERS = 200;

    /** Enough to fill what the kernels and the engine keep for one socket, and less than what ends it at once. */
    private static final int ASKED = 150;

    private final Operations operations;
    private final Crowd crowd;
    private final Buyers buyers;
    private final Report report;
    private final int sockets;
    private final int rate;
    private final List<SocketChannel> sleepers = new ArrayList<>();
    private String before = "";

    private Opening(Operations operations, Crowd crowd, Buyers buyers, Report report, int sockets, int rate) {
        this.operations = operations;
        this.crowd = crowd;
        this.buyers = buyers;
        this.report = report;
        this.sockets = sockets;
        this.rate = rate;
    }

    public static void main(String[] args) throws Exception {
        int port = URI.create(args[0]).getPort();
        int sockets = Integer.parseInt(args[5]);
        int openings = Integer.parseInt(args[6]);
        int rate = Integer.parseInt(args[7]);
        Operations operations = new Operations(args[1], System.getenv("OPENING_TOKEN"), args[2]);
        String running = operations.sale(Instant.now());
        Report report = new Report(sockets, SLEEPERS, rate);
        try (Crowd crowd = new Crowd(port).connect(sockets);
                Buyers buyers = new Buyers(port, running, Files.readAllLines(Path.of(args[3])))) {
            System.err.printf("%,d sockets are open, the engine has %d MB%n", sockets, operations.megabytes());
            Opening opening = new Opening(operations, crowd, buyers, report, sockets, rate);
            opening.open("cold");
            for (int i = 0; i < openings; i++) {
                opening.open(i % 2 == 0 ? "slow" : "idle");
                opening.open("load");
                opening.open(i % 2 == 0 ? "idle" : "slow");
            }
            // The crowd says nothing either while it waits, and may be closed for that.
            int closed = crowd.closed();
            opening.awaitClosed();
            report.end(operations.metrics(), opening.sleepers.size(), closed, buyers, operations.isAuditOk());
        }
        boolean isOk = report.print();
        Files.writeString(Path.of(args[4]), report.json());
        System.exit(isOk ? 0 : 1);
    }

    /** One sale, told to everybody when it opens; another one when a busy machine was not ready in time. */
    private void open(String row) throws Exception {
        int tries = 1;
        while (!isOpened(row, tries * (AT_LEAST_MS + sockets / SOCKETS_A_MS))) {
            tries++;
            if (tries > MOST_TRIES) {
                throw new IllegalStateException("the machine is too slow for %d sockets; try fewer with --sockets".formatted(sockets));
            }
        }
    }

    private boolean isOpened(String row, long within) throws Exception {
        Instant opensAt = Instant.now().plusMillis(SLEEP_BEFORE_MS + within).truncatedTo(ChronoUnit.MILLIS);
        String campaign;
        try {
            campaign = operations.sale(opensAt);
        } catch (IOException e) {
            System.err.println(e.getMessage());
            return false;
        }
        Crowd.Round round = crowd.follow(campaign, before);
        before = campaign;
        await(() -> round.snapshots >= sockets, WAIT_MS);
        if (round.snapshots < sockets || Instant.now().isAfter(opensAt.minusMillis(SLEEP_BEFORE_MS))) {
            return false;
        }
        sleepUntil(opensAt.minusMillis(SLEEP_BEFORE_MS));
        if (row.equals("slow")) {
            List<SocketChannel> some = crowd.sleepers(SLEEPERS);
            sleepers.addAll(some);
            Crowd.ask(some, campaign, ASKED);
        } else if (row.equals("load")) {
            buyers.begin(rate);
        }
        sleepUntil(opensAt.minusMillis(LOOK_MS));
        Operations.Metrics metrics = operations.metrics();
        await(() -> round.openings >= sockets, LOOK_MS + WAIT_MS);
        buyers.pause();
        long most = operations.megabytes();
        sleepUntil(opensAt.plusMillis(LOOK_MS));
        report.add(row, Crowd.micros(opensAt), round, metrics, operations.metrics(), most);
        return true;
    }

    /**
     * On a machine that is too busy for so many questions in so short a time, some are asked now. A socket whose answers all
     * found room in a kernel is ended for its silence.
     */
    private void awaitClosed() throws Exception {
        awaitClosed(WAIT_MS);
        for (int i = 0; i < 2 && !areClosed(); i++) {
            Crowd.ask(sleepers, before, ASKED);
            awaitClosed(i == 0 ? WAIT_MS : SILENT_MS + WAIT_MS);
        }
    }

    private void awaitClosed(long within) throws Exception {
        Instant end = Instant.now().plusMillis(within);
        while (!areClosed() && Instant.now().isBefore(end)) {
            sleepUntil(Instant.now().plusMillis(1_000));
        }
    }

    private boolean areClosed() throws Exception {
        return Report.ended(operations.metrics()) >= sleepers.size();
    }

    static void sleepUntil(Instant time) {
        long left;
        while ((left = ChronoUnit.NANOS.between(Instant.now(), time)) > 0) {
            LockSupport.parkNanos(left);
        }
    }

    static void await(BooleanSupplier condition, long within) {
        Instant end = Instant.now().plusMillis(within);
        while (!condition.getAsBoolean() && Instant.now().isBefore(end)) {
            LockSupport.parkNanos(5_000_000);
        }
    }
}
