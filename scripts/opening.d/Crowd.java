import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Many mini-programs, each with a WebSocket, read by one thread that does as little as possible: on a machine that the engine
 * shares with them, what they cost is part of the measured time.
 */
final class Crowd implements AutoCloseable {
    private static final int CONNECTING_AT_ONCE = 16;
    private static final int TINY = 2_048;

    /** A second question before the answer to the first one is the same question. */
    private static final long BETWEEN_NANOS = 8_000_000;

    /** Type, topic and event stand before the data. */
    private static final int HEAD = 160;

    private static final byte[] OPENED = bytes("\"event\":\"campaign.opened\"");
    private static final byte[] SNAPSHOT = bytes("\"type\":\"snapshot\"");

    private final InetSocketAddress engine;
    private final Selector selector;
    private final List<Client> clients = new ArrayList<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(256 * 1_024);
    private volatile Round round = new Round("", 0);
    private volatile int closed;
    private volatile boolean isOver;

    /** What has come since a campaign was subscribed to; receipts are in microseconds of the epoch, 0 when none came. */
    static final class Round {
        final byte[] topic;
        final long[] receipts;
        volatile int snapshots;
        volatile int openings;
        volatile int doubled;

        Round(String campaign, int sockets) {
            topic = bytes("\"topic\":\"campaign." + campaign + "\"");
            receipts = new long[sockets];
        }
    }

    private static final class Client {
        final int number;
        final SocketChannel channel;
        byte[] rest = new byte[0];

        Client(int number, SocketChannel channel) {
            this.number = number;
            this.channel = channel;
        }
    }

    Crowd(int port) throws IOException {
        engine = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        selector = Selector.open();
    }

    /** Connects so many, and reads what they are told from now on. */
    Crowd connect(int sockets) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTING_AT_ONCE);
        List<Future<SocketChannel>> connecting = new ArrayList<>();
        for (int i = 0; i < sockets; i++) {
            connecting.add(threads.submit((Callable<SocketChannel>) () -> handshake(0)));
        }
        for (Future<SocketChannel> channel : connecting) {
            Client client = new Client(clients.size(), channel.get());
            clients.add(client);
            client.channel.configureBlocking(false);
            client.channel.register(selector, SelectionKey.OP_READ, client);
        }
        threads.shutdown();
        Thread reader = new Thread(this::read, "reader");
        reader.setDaemon(true);
        reader.start();
        return this;
    }

    /** Sockets with a tiny receive buffer that nobody ever reads from. */
    List<SocketChannel> sleepers(int sockets) throws IOException {
        List<SocketChannel> sleepers = new ArrayList<>();
        for (int i = 0; i < sockets; i++) {
            sleepers.add(handshake(TINY));
        }
        return sleepers;
    }

    /** Each of them asks so often for the view of a campaign. */
    static void ask(List<SocketChannel> sleepers, String campaign, int times) {
        byte[] subscribe = subscribe(campaign);
        for (int i = 0; i < times; i++) {
            for (SocketChannel sleeper : sleepers) {
                try {
                    write(sleeper, subscribe);
                } catch (IOException e) {
                    // The engine has ended it, as it should.
                    continue;
                }
            }
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
    }

    /** All subscribe to a campaign; what is told of it is counted in the round. */
    Round follow(String campaign, String before) throws IOException {
        Round next = new Round(campaign, clients.size());
        round = next;
        byte[] subscribe = subscribe(campaign);
        byte[] unsubscribe = frame("{\"type\":\"unsubscribe\",\"topics\":[\"campaign." + before + "\"]}");
        for (Client client : clients) {
            if (!before.isEmpty()) {
                write(client.channel, unsubscribe);
            }
            write(client.channel, subscribe);
        }
        return next;
    }

    /** How many were closed by the engine. */
    int closed() {
        return closed;
    }

    @Override
    public void close() throws IOException {
        isOver = true;
        selector.wakeup();
        for (Client client : clients) {
            client.channel.close();
        }
    }

    private SocketChannel handshake(int receiveBuffer) throws IOException {
        SocketChannel channel = SocketChannel.open();
        if (receiveBuffer > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
        }
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(engine);
        write(channel, bytes("GET /v1/feed HTTP/1.1\r\nHost: " + engine.getHostString() + "\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: c3RhbXBlZGUtb3BlbmluZw==\r\n\r\n"));
        ByteBuffer one = ByteBuffer.allocate(1);
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            one.clear();
            if (channel.read(one) < 0 || head.length() > 4_096) {
                throw new IOException("no WebSocket: " + head);
            }
            head.append((char) one.get(0));
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("no WebSocket: " + head);
        }
        return channel;
    }

    private void read() {
        try {
            while (!isOver) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    read(key, (Client) key.attachment());
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException | RuntimeException e) {
            if (!isOver) {
                e.printStackTrace();
            }
        }
    }

    private void read(SelectionKey key, Client client) {
        in.clear().put(client.rest);
        int count;
        try {
            count = client.channel.read(in);
        } catch (IOException e) {
            count = -1;
        }
        if (count < 0) {
            key.cancel();
            closed++;
            return;
        }
        long now = micros(Instant.now());
        in.flip();
        while (hasFrame()) {
            hear(client, now);
        }
        client.rest = new byte[in.remaining()];
        in.get(client.rest);
    }

    /** Whether a whole frame waits; a server masks nothing. */
    private boolean hasFrame() {
        int at = in.position();
        if (in.remaining() < 2) {
            return false;
        }
        int length = in.get(at + 1) & 0x7f;
        int head = length < 126 ? 2 : 4;
        if (in.remaining() < head) {
            return false;
        }
        length = length < 126 ? length : in.getShort(at + 2) & 0xffff;
        return in.remaining() >= head + length;
    }

    private void hear(Client client, long now) {
        in.get();
        int length = in.get() & 0x7f;
        byte[] payload = new byte[length < 126 ? length : in.getShort() & 0xffff];
        in.get(payload);
        Round current = round;
        if (!has(payload, current.topic)) {
            return;
        }
        if (has(payload, OPENED)) {
            if (current.receipts[client.number] == 0) {
                current.receipts[client.number] = now;
                current.openings++;
            } else {
                current.doubled++;
            }
        } else if (has(payload, SNAPSHOT)) {
            current.snapshots++;
        }
    }

    static long micros(Instant time) {
        return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
    }

    private static boolean has(byte[] text, byte[] word) {
        for (int at = 0; at <= Math.min(HEAD, text.length) - word.length; at++) {
            if (text[at] == word[0] && Arrays.equals(text, at, at + word.length, word, 0, word.length)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] subscribe(String campaign) {
        return frame("{\"type\":\"subscribe\",\"topics\":[\"campaign." + campaign + "\"]}");
    }

    /** A short text frame of a client, masked with zeros. */
    private static byte[] frame(String text) {
        byte[] payload = bytes(text);
        return ByteBuffer.allocate(payload.length + 6)
                .put((byte) 0x81)
                .put((byte) (0x80 | payload.length))
                .putInt(0)
                .put(payload)
                .array();
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(bytes);
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
