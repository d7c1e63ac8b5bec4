package dev.stampede.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.json.MalformedJson;
import dev.stampede.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A whole engine with its own stores in a JVM of its own, there to be killed. */
final class EngineJvm implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(60);

    private final Process process;
    private final Path home;

    private EngineJvm(Process process, Path home) {
        this.process = process;
        this.home = home;
    }

    /** Starts it on a data directory that may hold data, and returns when it sells. */
    static EngineJvm start(Path home, int httpPort, int opsPort) {
        try {
            Files.createDirectories(home);
            Files.deleteIfExists(home.resolve("ports.json"));
            ProcessBuilder builder = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx192m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "dev.stampede.Main",
                            "serve",
                            "--data-dir",
                            home.toString(),
                            "--http-port",
                            Integer.toString(httpPort),
                            "--ops-port",
                            Integer.toString(opsPort)))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            home.resolve("engine.log").toFile()));
            builder.environment().put("STAMPEDE_JWT_SECRET", Shop.SECRET);
            EngineJvm engine = new EngineJvm(builder.start(), home);
            Runtime.getRuntime().addShutdownHook(new Thread(engine.process::destroyForcibly));
            Await.until("the engine is ready", READY, () -> Files.exists(home.resolve("ports.json")));
            return engine;
        } catch (IOException e) {
            throw new AssertionError("the engine does not start", e);
        }
    }

    /** One of the addresses that the engine tells. */
    String told(String member) {
        try {
            ObjectNode ports = Json.parseObject(Files.readAllBytes(home.resolve("ports.json")));
            return ports.path(member).asText();
        } catch (IOException | MalformedJson e) {
            throw new AssertionError("no ports.json", e);
        }
    }

    /** Ends it as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        Await.until("the engine is gone", READY, () -> !process.isAlive());
    }

    /** Ends it the same way, and returns when its stores are gone too, so that nothing writes to the directory any more. */
    @Override
    public void close() {
        List<ProcessHandle> stores = process.descendants().toList();
        kill();
        Await.until("the engine's stores are gone", READY, () -> stores.stream().noneMatch(ProcessHandle::isAlive));
    }
}
