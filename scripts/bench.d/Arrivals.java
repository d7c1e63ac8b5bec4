import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * An open model: requests arrive at a constant rate, whatever became of those before, and each is timed from the instant at
 * which it should have been sent. One that finds all connections busy waits, and its waiting counts. One thread does all of it
 * and keeps its buffers, so that what the engine is timed by takes little of the machine and never stops for a collection.
 * Usage: Arrivals port=PORT connections=N rate=A_SECOND warm=SECONDS seconds=SECONDS status=EXPECTED and the names of
 * requests.lua. Prints "ARRIVALS ANSWERED WRONG P50 P99 MAX NEXT_START", times in microseconds; what came while warming up is
 * not in them, nor what a cold driver is behind by then.
 */
public final class Arrivals {
    private static final long PATIENCE_NS = 10_000_000_000L;
    private static final int STEP_US = 10;
    private static final int LONGEST = 1_000_000;

    /** How long it sleeps when nobody is due and nothing was answered. */
    private static final long NAP_NS = 100_000;

    /** How often each time was seen, in steps of ten microseconds; what took longer counts as the longest. */
    private final int[] times = new int[LONGEST + 1];

    private final Deque<Connection> idle = new ArrayDeque<>();
    private final Selector selector = Selector.open();
    /** Those of the two threads that requests.lua runs in, in turn. */
    private final List<Requests> requests;

    private final int expected;
    private final double intervalNs;
    private final int warming;
    private final int total;
    private long startNs;
    private int sent;
    private int answered;
    private int wrong;

    private Arrivals(Map<String, String> given) throws IOException {
        int rate = number(given, "rate");
        this.requests = List.of(new Requests(given, 0, 2), new Requests(given, 1, 2));
        this.expected = number(given, "status");
        this.intervalNs = 1e9 / rate;
        this.warming = rate * number(given, "warm");
        this.total = warming + rate * number(given, "seconds");
        InetSocketAddress server = new InetSocketAddress("127.0.0.1", number(given, "port"));
        for (int i = 0; i < number(given, "connections"); i++) {
            SocketChannel channel = SocketChannel.open(server);
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            Connection connection = new Connection(channel);
            channel.register(selector, SelectionKey.OP_READ, connection);
            idle.add(connection);
        }
    }

    public static void main(String[] args) throws IOException {
        Arrivals arrivals = new Arrivals(Requests.given(args));
        arrivals.run();
        System.out.println(arrivals.figures());
    }

    private void run() throws IOException {
        startNs = System.nanoTime();
        long lastNs = startNs + (long) (total * intervalNs) + PATIENCE_NS;
        while (answered < total) {
            sendDue();
            if (selector.selectNow(this::take) == 0) {
                LockSupport.parkNanos(NAP_NS);
            }
            if (System.nanoTime() > lastNs) {
                throw new IOException((total - answered) + " requests had no answer");
            }
        }
    }

    private void sendDue() throws IOException {
        long now = System.nanoTime();
        while (sent < total && !idle.isEmpty()) {
            if (sent == warming) {
                startNs = now - (long) (sent * intervalNs);
            }
            long intended = startNs + (long) (sent * intervalNs);
            if (intended > now) {
                return;
            }
            idle.poll().send(sent, intended, requests.get(sent % 2));
            sent++;
        }
    }

    private void take(SelectionKey ready) {
        Connection connection = (Connection) ready.attachment();
        if (!connection.isAnswered()) {
            return;
        }
        if (connection.number >= warming) {
            times[(int) Math.min(LONGEST, (System.nanoTime() - connection.intendedNs) / (STEP_US * 1_000))]++;
        }
        if (connection.status() != expected) {
            wrong++;
        }
        answered++;
        idle.add(connection);
    }

    private static int number(Map<String, String> given, String name) {
        return Integer.parseInt(given.get(name));
    }

    private String figures() {
        int nextStart = Math.max(requests.get(0).sent(), requests.get(1).sent());
        return "ARRIVALS " + answered + " " + wrong + " " + share(0.5) + " " + share(0.99) + " " + share(1) + " " + nextStart;
    }

    /** The time in microseconds within which that share of the requests was answered. */
    private int share(double share) {
        long count = 0;
        for (int n : times) {
            count += n;
        }
        long before = 0;
        for (int i = 0; i < times.length; i++) {
            before += times[i];
            if (times[i] > 0 && before >= share * count) {
                return i * STEP_US;
            }
        }
        return 0;
    }
}
