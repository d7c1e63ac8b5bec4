package dev.stampede.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stampede.identity.JwtTokens;
import dev.stampede.identity.Realm;
import dev.stampede.identity.Role;
import dev.stampede.json.Json;
import dev.stampede.json.Times;
import dev.stampede.testing.Await;
import dev.stampede.testing.SaleClient;
import dev.stampede.testing.TestNode;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of a push service, run as it is beside a whole node. */
class PushExampleIT {
    private static final Duration SOON = Duration.ofSeconds(90);

    private final TestNode node = TestNode.start();
    private final SaleClient client = node.client();
    private final List<Example> examples = new ArrayList<>();

    @TempDir
    private Path directory = Path.of("");

    @AfterEach
    void stop() {
        examples.forEach(Example::close);
        node.close();
    }

    @Test
    void it_prints_what_it_would_broadcast_by_the_log_and_by_webhook() throws IOException {
        Path cursor = directory.resolve("cursor");
        Example follower = example("--cursor", cursor.toString());
        Example receiver = example("--webhooks");
        follower.await("following ");
        receiver.await("receiving at ");
        Instant opensAt = Instant.now().plusSeconds(5);
        String id = client.open(sale(opensAt));
        client.post("/v1/campaigns/" + id + "/reminders", "ann", "remind-me", "{}");

        follower.await("open now");
        receiver.await("open now");
        assertThat(follower.toldOf(id)).isEqualTo(receiver.toldOf(id)).hasSize(2);
        assertThat(follower.toldOf(id).get(0)).contains("鸡蛋 soon, at " + Times.write(opensAt));
        assertThat(follower.toldOf(id).get(1))
                .contains("to everybody, N asked to be told: 鸡蛋 open now, ¥9.90 instead of ¥19.90 -> /campaigns/" + id);
        System.out.printf(
                "the opening was written %d ms after opensAt%n",
                Duration.between(opensAt, openedAt()).toMillis());

        follower.close();
        String second = client.open(sale(Instant.now().minusSeconds(1)));
        Example again = example("--cursor", cursor.toString());
        again.await(second + " (campaign.opened)");
        assertThat(again.toldOf(id)).as("what was handled before").isEmpty();
        receiver.await(second + " (campaign.opened)");
        receiver.close();
        Await.until(
                "the webhook is gone",
                SOON,
                () -> client.look("/admin/v1/webhooks").body().path("items").isEmpty());
    }

    private static String sale(Instant opensAt) {
        return SaleClient.flashSale(opensAt, 10, 5, 600, "");
    }

    private Instant openedAt() {
        return Json.readOwn(client.look("/admin/v1/events?limit=1000").body().toString())
                .path("items")
                .findParents("type")
                .stream()
                .filter(event -> event.path("type").asText().equals("campaign.opened"))
                .map(event -> Instant.parse(event.path("at").asText()))
                .findFirst()
                .orElseThrow();
    }

    private Example example(String... args) throws IOException {
        Example example = new Example(node.ports().ops(), args);
        examples.add(example);
        return example;
    }

    /** The example as a process of its own. */
    private static final class Example implements AutoCloseable {
        private final Process process;
        private final List<String> lines = new CopyOnWriteArrayList<>();

        Example(int opsPort, String... args) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-Dfile.encoding=UTF-8",
                    "-cp",
                    jars(),
                    "scripts/push-example.d/PushService.java",
                    "http://127.0.0.1:" + opsPort));
            command.addAll(List.of(args));
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("PUSH_TOKEN", token());
            process = builder.start();
            Thread reader = new Thread(this::read);
            reader.setDaemon(true);
            reader.start();
        }

        void await(String text) {
            long end = System.nanoTime() + SOON.toNanos();
            Await.until(
                    text,
                    SOON.plusSeconds(1),
                    () -> lines.stream().anyMatch(line -> line.contains(text)) || System.nanoTime() > end);
            assertThat(lines).anyMatch(line -> line.contains(text));
        }

        /** Its lines about a campaign. */
        List<String> toldOf(String campaignId) {
            return lines.stream()
                    .filter(line -> line.contains("/campaigns/" + campaignId))
                    // Whether ann asked in time depends on the machine.
                    .map(line -> line.replaceFirst(", [01] asked", ", N asked"))
                    .toList();
        }

        private void read() {
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                out.lines().forEach(lines::add);
            } catch (IOException | UncheckedIOException e) {
                lines.add("ended");
            }
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().join();
        }

        /** All that the example needs beside the JDK: what it reads JSON with. */
        private static String jars() {
            return Stream.of(ObjectMapper.class, JsonFactory.class, JsonCreator.class)
                    .map(type -> type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .getPath())
                    .collect(Collectors.joining(File.pathSeparator));
        }

        private static String token() {
            Vertx vertx = Vertx.vertx();
            String token = new JwtTokens(vertx, List.of(TestNode.SECRET), InstantSource.system())
                    .sign(Realm.OPERATIONS, "example", Set.of(Role.PUSH), Set.of(), Duration.ofHours(1));
            vertx.close();
            return token;
        }
    }
}
