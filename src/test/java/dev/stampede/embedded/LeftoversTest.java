package dev.stampede.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    @TempDir
    Path home;

    private Path data;
    private Path pidFile;
    private Process server;

    @BeforeEach
    void start() throws IOException {
        data = Files.createDirectory(home.toRealPath().resolve("data"));
        pidFile = home.resolve("server.pid");
        server = new ProcessBuilder("tail", "-f", "/dev/null")
                .directory(data.toFile())
                .start();
    }

    @AfterEach
    void end() throws InterruptedException {
        server.destroyForcibly().waitFor();
    }

    @Test
    void a_process_of_the_program_in_the_directory_is_left() {
        assertThat(new Leftovers(Set.of("redis-server", name()), data, pidFile).running())
                .containsExactly(server.toHandle());
    }

    @Test
    void the_process_in_the_pid_file_is_left_whatever_program_it_runs() throws IOException {
        Leftovers leftovers = new Leftovers(Set.of("redis-server"), data, pidFile);
        assertThat(leftovers.running()).as("a stranger in the directory").isEmpty();
        Files.writeString(pidFile, server.pid() + "\n");
        assertThat(leftovers.running()).containsExactly(server.toHandle());
    }

    @Test
    void a_process_elsewhere_is_none_of_ours() throws IOException {
        Files.writeString(pidFile, server.pid() + "\n");
        assertThat(new Leftovers(Set.of(name()), home.toRealPath(), pidFile).running())
                .isEmpty();
    }

    /** Of the program as the system tells it: some have one program for many names. */
    private String name() {
        return Path.of(server.info().command().orElseThrow()).getFileName().toString();
    }
}
