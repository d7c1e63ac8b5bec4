import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.NetClient;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An open model: requests arrive at a constant rate, whatever became of those before, and each is timed from the instant at
 * which it should have been sent. One that finds all connections busy waits, and its waiting counts. Usage: Arrivals
 * port=PORT connections=N rate=A_SECOND warm=SECONDS seconds=SECONDS status=EXPECTED and the names of requests.lua. Prints
 * "ARRIVALS ANSWERED WRONG P50 P99 MAX NEXT_START", times in microseconds; what came while warming up is not in them, nor
 * what a cold driver is behind by then.
 */
public final class Arrivals extends VerticleBase {
    private static final int LOOPS = 2;
    private static final int LONGEST_US = 10_000_000;
    private static final long TICK_NS = 200_000;
    private static final long PATIENCE_MS = LONGEST_US / 1_000;

    private final int[] times = new int[LONGEST_US + 1];
    private final Deque<Line> idle = new ArrayDeque<>();
    private final Promise<Void> over = Promise.promise();
    private final Map<String, String> given;
    private final Requests requests;
    private final int expected;
    private final double intervalNs;
    private final int warming;
    private final int total;
    private long startNs;
    private int sent;
    private int answered;
    private int wrong;

    private Arrivals(Map<String, String> given, int place) throws Exception {
        this.given = given;
        this.requests = new Requests(given, place, LOOPS);
        this.expected = number("status");
        this.intervalNs = 1e9 * LOOPS / number("rate");
        this.warming = number("rate") * number("warm") / LOOPS;
        this.total = warming + number("rate") * number("seconds") / LOOPS;
    }

    public static void main(String[] args) throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        List<Arrivals> loops = new ArrayList<>();
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < LOOPS; i++) {
            Arrivals loop = new Arrivals(Requests.given(args), i);
            loops.add(loop);
            ends.add(loop.over.future());
            ends.add(vertx.deployVerticle(loop));
        }
        Future.all(ends).onComplete(done -> {
            System.out.println(done.failed() ? "failed: " + done.cause() : figures(loops));
            Runtime.getRuntime().halt(done.failed() ? 1 : 0);
        });
    }

    @Override
    public Future<?> start() {
        List<Future<?>> connected = new ArrayList<>();
        NetClient client = vertx.createNetClient();
        for (int i = 0; i < number("connections") / LOOPS; i++) {
            connected.add(client.connect(number("port"), "127.0.0.1")
                    .onSuccess(socket -> idle.add(new Line(socket, this::take, () -> over.tryFail("a connection broke")))));
        }
        return Future.all(connected).onSuccess(all -> arrive());
    }

    private void arrive() {
        EventLoop loop = ((ContextInternal) context).nettyEventLoop();
        startNs = System.nanoTime();
        loop.scheduleAtFixedRate(this::sendDue, 0, TICK_NS, TimeUnit.NANOSECONDS);
        long lastMs = Math.round(total * intervalNs / 1e6);
        vertx.setTimer(lastMs + PATIENCE_MS, late -> over.tryFail((total - answered) + " requests had no answer"));
    }

    private void sendDue() {
        long now = System.nanoTime();
        while (sent < total && !idle.isEmpty()) {
            if (sent == warming) {
                startNs = now - (long) (sent * intervalNs);
            }
            long intended = startNs + (long) (sent * intervalNs);
            if (intended > now) {
                return;
            }
            idle.poll().send(sent++, intended, requests.next());
        }
    }

    private void take(Line line, Buffer answer) {
        if (line.number >= warming) {
            times[(int) Math.min(LONGEST_US, (System.nanoTime() - line.intended) / 1_000)]++;
        }
        if (Line.status(answer) != expected) {
            wrong++;
        }
        idle.add(line);
        if (++answered == total) {
            over.tryComplete();
        }
        sendDue();
    }

    private int number(String name) {
        return Integer.parseInt(given.get(name));
    }

    private static String figures(List<Arrivals> loops) {
        int[] all = new int[LONGEST_US + 1];
        int answered = 0;
        int wrong = 0;
        int next = 0;
        for (Arrivals loop : loops) {
            for (int i = 0; i < all.length; i++) {
                all[i] += loop.times[i];
            }
            answered += loop.answered;
            wrong += loop.wrong;
            next = Math.max(next, loop.requests.sent());
        }
        return "ARRIVALS " + answered + " " + wrong + " " + share(all, 0.5) + " " + share(all, 0.99) + " " + share(all, 1)
                + " " + next;
    }

    /** The time in microseconds within which that share of the requests was answered. */
    private static int share(int[] times, double share) {
        long count = 0;
        for (int n : times) {
            count += n;
        }
        long before = 0;
        for (int i = 0; i < times.length; i++) {
            before += times[i];
            if (times[i] > 0 && before >= share * count) {
                return i;
            }
        }
        return 0;
    }
}
