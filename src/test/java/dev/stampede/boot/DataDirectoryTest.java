package dev.stampede.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    private static final Ports PORTS =
            new Ports(8080, 8081, "redis://:pw@127.0.0.1:1", "postgresql://a:pw@127.0.0.1:2/b");

    @TempDir
    private Path parent = Path.of("");

    @Test
    void a_missing_directory_is_made_for_its_owner_alone() throws IOException {
        assertThat(DataDirectory.at(data()).path()).isEqualTo(data());
        assertThat(mode(data())).isEqualTo("rwx------");
    }

    @Test
    void a_file_in_its_place_is_refused_in_one_line() throws IOException {
        Files.writeString(data(), "");
        assertThatThrownBy(() -> DataDirectory.at(data()))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining(data().toString())
                .hasMessageNotContaining("\n");
    }

    @Test
    void a_second_lock_in_the_same_process_is_refused_and_does_not_break_the_first() throws Exception {
        try (DirectoryLock lock = DataDirectory.at(data()).lock()) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> DataDirectory.at(data()).lock()).isInstanceOf(CannotStart.class);
            assertThat(DataDirectory.at(data()).live()).isTrue();
            try (Other other = new Other(data())) {
                assertThat(other.firstLine()).isEmpty();
            }
        }
        assertThat(DataDirectory.at(data()).live()).isFalse();
        DataDirectory.at(data()).lock().close();
    }

    @Test
    void another_process_that_has_the_directory_is_named() throws Exception {
        try (Other other = new Other(data())) {
            assertThat(other.firstLine()).startsWith("locked");
            assertThat(DataDirectory.at(data()).live()).isTrue();
            assertThatThrownBy(() -> DataDirectory.at(data()).lock())
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("in use by process " + other.pid() + ";")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void a_process_that_was_killed_leaves_a_free_directory() throws Exception {
        try (Other other = new Other(data())) {
            assertThat(other.firstLine()).startsWith("locked");
            DataDirectory.at(data()).writePorts(PORTS);
            assertThat(DataDirectory.at(data()).livePorts()).contains(PORTS);
            other.kill();
        }
        assertThat(Files.exists(data().resolve("ports.json"))).isTrue();
        assertThat(DataDirectory.at(data()).livePorts()).isEmpty();
        DataDirectory.at(data()).lock().close();
    }

    @Test
    void a_dead_process_with_the_number_of_this_one_does_not_hold_it() throws IOException {
        DataDirectory directory = DataDirectory.at(data());
        Files.writeString(data().resolve("lock.holder"), ProcessHandle.current().pid() + " 12345");
        assertThat(directory.live()).isFalse();
        directory.lock().close();
    }

    @Test
    void ports_are_for_the_owner_alone_and_can_be_taken_back() throws IOException {
        DataDirectory directory = DataDirectory.at(data());
        try (DirectoryLock lock = directory.lock()) {
            assertThat(lock).isNotNull();
            assertThat(directory.livePorts()).isEmpty();
            directory.writePorts(PORTS);
            assertThat(directory.livePorts()).contains(PORTS);
            assertThat(mode(data().resolve("ports.json"))).isEqualTo("rw-------");
            assertThat(Files.readString(data().resolve("ports.json")))
                    .isEqualTo("{\"http\":8080,\"ops\":8081,\"redisUrl\":\"redis://:pw@127.0.0.1:1\","
                            + "\"postgresUrl\":\"postgresql://a:pw@127.0.0.1:2/b\"}\n");
            directory.removePorts();
            directory.removePorts();
            assertThat(directory.livePorts()).isEmpty();
        }
    }

    @Test
    void a_reader_never_sees_half_of_the_ports() throws Exception {
        DataDirectory directory = DataDirectory.at(data());
        Path file = data().resolve("ports.json");
        Ports other = new Ports(1, 2, "redis://" + "x".repeat(3_000), "postgresql://y");
        Set<String> valid = Set.of(text(PORTS), text(other));
        Set<String> seen = ConcurrentHashMap.newKeySet();
        directory.writePorts(PORTS);
        AtomicBoolean done = new AtomicBoolean();
        Thread reader = new Thread(() -> {
            while (!done.get()) {
                seen.add(read(file));
            }
        });
        reader.start();
        IntStream.range(0, 200).forEach(i -> directory.writePorts(i % 2 == 0 ? other : PORTS));
        done.set(true);
        reader.join();
        assertThat(valid).containsAll(seen);
        assertThat(names()).containsExactly("ports.json");
    }

    @Test
    void damaged_ports_of_a_living_engine_are_reported() throws IOException {
        DataDirectory directory = DataDirectory.at(data());
        try (DirectoryLock lock = directory.lock()) {
            assertThat(lock).isNotNull();
            for (String damaged : List.of(
                    "", "{", "{\"http\":1}", "{\"http\":\"1\",\"ops\":2,\"redisUrl\":\"r\",\"postgresUrl\":\"p\"}")) {
                Files.writeString(data().resolve("ports.json"), damaged);
                assertThatThrownBy(directory::livePorts).isInstanceOf(CannotStart.class);
            }
        }
    }

    @Test
    void ports_that_are_logged_do_not_show_a_password() {
        assertThat(PORTS.toString()).doesNotContain("pw").contains("8080");
    }

    @Test
    void a_secret_is_made_once_and_kept_for_the_owner_alone() throws IOException {
        List<String> made = DataDirectory.at(data()).jwtSecrets(settings(Map.of()));
        assertThat(made).hasSize(1);
        assertThat(made.get(0)).matches("[A-Za-z0-9_-]{64}");
        assertThat(mode(data().resolve("jwt-secret"))).isEqualTo("rw-------");
        assertThat(DataDirectory.at(data()).jwtSecrets(settings(Map.of()))).isEqualTo(made);
        assertThat(names()).containsExactly("jwt-secret");
    }

    @Test
    void many_who_need_a_secret_at_once_get_the_same() {
        DataDirectory directory = DataDirectory.at(data());
        Set<List<String>> secrets = ConcurrentHashMap.newKeySet();
        IntStream.range(0, 16).parallel().forEach(i -> secrets.add(directory.jwtSecrets(settings(Map.of()))));
        assertThat(secrets).hasSize(1);
    }

    @Test
    void a_secret_of_the_settings_goes_before_the_kept_one() {
        String secret = "s".repeat(32);
        assertThat(DataDirectory.at(data()).jwtSecrets(settings(Map.of("STAMPEDE_JWT_SECRET", secret))))
                .containsExactly(secret);
        assertThat(data().resolve("jwt-secret")).doesNotExist();
    }

    @Test
    void a_damaged_secret_is_reported_and_not_shown() throws IOException {
        DataDirectory directory = DataDirectory.at(data());
        Files.writeString(data().resolve("jwt-secret"), "short-one");
        assertThatThrownBy(() -> directory.jwtSecrets(settings(Map.of())))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("jwt-secret is damaged")
                .hasMessageNotContaining("short-one");
    }

    @Test
    void other_files_are_left_alone() throws IOException {
        DataDirectory directory = DataDirectory.at(data());
        Files.writeString(data().resolve("shopping-list.txt"), "milk");
        directory.lock().close();
        directory.jwtSecrets(settings(Map.of()));
        assertThat(Files.readString(data().resolve("shopping-list.txt"))).isEqualTo("milk");
    }

    private Path data() {
        return parent.resolve("data");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(data())) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private Settings settings(Map<String, String> environment) {
        return Settings.read(Map.of("STAMPEDE_DATA_DIR", data().toString()), environment);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static String text(Ports ports) {
        return new String(ports.toJson(), StandardCharsets.UTF_8);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "could not be read: " + e;
        }
    }

    /** Another process that tries to take the directory. */
    private static final class Other implements AutoCloseable {
        private final Process process;
        private final BufferedReader out;

        Other(Path data) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            LockHolder.class.getName(),
                            data.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        /** What it said, or nothing when it ended in silence. */
        String firstLine() throws IOException {
            String line = out.readLine();
            return line == null ? "" : line;
        }

        long pid() {
            return process.pid();
        }

        void kill() {
            process.destroyForcibly().onExit().join();
        }

        @Override
        public void close() {
            kill();
        }
    }
}
