package dev.stampede.chaos;

import dev.stampede.testing.Await;
import dev.stampede.testing.TestStores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A durable Redis that nobody restarts but the test, and whose data the test may exchange while it is down. */
final class RedisProcess implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Path home;
    private final int port;
    private @Nullable Process process;

    private RedisProcess(Path home, int port) {
        this.home = home;
        this.port = port;
    }

    /** A running one with no data. The programs must have been unpacked. */
    static RedisProcess start(Path home) {
        RedisProcess redis = new RedisProcess(home, Rig.freePort());
        Runtime.getRuntime().addShutdownHook(new Thread(redis::end));
        redis.start();
        return redis;
    }

    String url() {
        return "redis://127.0.0.1:" + port + "/0";
    }

    int port() {
        return port;
    }

    /** Starts on what data there is, and returns when it answers. */
    void start() {
        try {
            Files.createDirectories(home.resolve("data"));
            process = new ProcessBuilder(
                            program().toString(),
                            "--port",
                            Integer.toString(port),
                            "--bind",
                            "127.0.0.1",
                            "--dir",
                            home.resolve("data").toString(),
                            "--save",
                            "",
                            "--appendonly",
                            "yes",
                            "--appendfsync",
                            "always")
                    .redirectOutput(home.resolve("redis.log").toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new AssertionError("redis does not start", e);
        }
        Await.until("redis answers", SOON, this::answers);
    }

    /** Ends it as {@code kill -9} does. */
    void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            Await.until("redis is gone", SOON, () -> !running.isAlive());
        }
    }

    /** Sends it {@code STOP} or {@code CONT}. */
    void signal(String signal) {
        Rig.signal(signal, Objects.requireNonNull(process).pid());
    }

    /** Copies the data aside while nothing is written. */
    void copyData(String name) {
        Trees.copy(home.resolve("data"), home.resolve(name));
    }

    /** Puts a copy in the place of the data, while it is down. */
    void putBack(String name) {
        forget();
        Trees.copy(home.resolve(name), home.resolve("data"));
    }

    /** Deletes the data, while it is down. */
    void forget() {
        Trees.delete(home.resolve("data"));
    }

    @Override
    public void close() {
        kill();
    }

    /** Also when a test that started it never came to its end. */
    private void end() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            socket.setSoTimeout(500);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == '+';
        } catch (IOException e) {
            return false;
        }
    }

    private static Path program() throws IOException {
        try (DirectoryStream<Path> programs = Files.newDirectoryStream(TestStores.binaries(), "redis-*")) {
            return programs.iterator().next().resolve("redis-server");
        }
    }
}
