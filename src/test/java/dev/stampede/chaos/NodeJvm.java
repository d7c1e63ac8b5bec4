package dev.stampede.chaos;

import dev.stampede.testing.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One node of a cluster in a JVM of its own, on stores that others use too; there to be killed, paused and started again. */
final class NodeJvm implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Duration READY = Duration.ofMinutes(2);
    private static final List<String> OPENED = List.of(
            "java.base/java.lang",
            "java.base/java.nio",
            "java.base/sun.nio.ch",
            "java.management/sun.management",
            "jdk.management/com.sun.management.internal");

    private final Path home;
    private final int http;
    private final int ops;
    private final List<String> flags;
    private final Map<String, String> environment;
    private Process process;

    /** Begins to start it; {@code flags} are for the JVM. */
    NodeJvm(Path home, int http, int ops, List<String> flags, Map<String, String> environment) {
        this.home = home;
        this.http = http;
        this.ops = ops;
        this.flags = List.copyOf(flags);
        this.environment = new HashMap<>(environment);
        this.environment.put("STAMPEDE_JWT_SECRET", Shop.SECRET);
        this.environment.put("STAMPEDE_HTTP_HOST", "127.0.0.1");
        this.environment.put("STAMPEDE_SELF_APPROVAL", "true");
        this.process = begin();
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    int http() {
        return http;
    }

    int ops() {
        return ops;
    }

    /** Returns when it sells. */
    NodeJvm awaitReady() {
        Await.until("a node is ready, see " + home, READY, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("a node ended with " + process.exitValue() + ", see " + home);
            }
            return Files.exists(home.resolve("ports.json"));
        });
        return this;
    }

    /** Status and body of its readiness; the status is 0 when it does not answer. */
    String health() {
        URI ready = URI.create("http://127.0.0.1:" + ops + "/health/ready");
        HttpRequest request =
                HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(3)).build();
        try {
            HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        } catch (IOException e) {
            return "0 " + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Starts it again after it ended. */
    void restart() {
        process = begin();
        awaitReady();
    }

    /** Ends it as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        awaitEnd(READY);
    }

    /** Tells it to stop, and returns its exit code. */
    int stop(Duration within) {
        process.destroy();
        return awaitEnd(within);
    }

    /** Lets it stand still. */
    void pause() {
        Rig.signal("STOP", process.pid());
    }

    /** Lets it go on. */
    void goOn() {
        Rig.signal("CONT", process.pid());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Returns its exit code when it has ended. */
    int awaitEnd(Duration within) {
        Await.until("a node has ended", within, () -> !process.isAlive());
        return process.exitValue();
    }

    private Process begin() {
        try {
            Files.createDirectories(home);
            Files.deleteIfExists(home.resolve("ports.json"));
            List<String> words = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC"));
            OPENED.forEach(name -> words.addAll(List.of("--add-opens", name + "=ALL-UNNAMED")));
            words.addAll(flags);
            words.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.stampede.Main", "serve"));
            words.addAll(List.of("--data-dir", home.toString()));
            words.addAll(List.of("--http-port", Integer.toString(http), "--ops-port", Integer.toString(ops)));
            ProcessBuilder builder = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            home.resolve("engine.log").toFile()));
            builder.environment().keySet().removeIf(name -> name.startsWith("STAMPEDE_"));
            builder.environment().putAll(environment);
            return builder.start();
        } catch (IOException e) {
            throw new AssertionError("a node does not start", e);
        }
    }
}
