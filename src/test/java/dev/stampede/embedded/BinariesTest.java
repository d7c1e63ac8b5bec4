package dev.stampede.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesTest {
    @TempDir
    Path home;

    @Test
    void only_what_a_dead_engine_was_unpacking_is_deleted() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Path abandoned = Files.createDirectories(home.resolve("unpacking-" + dead.pid() + "-1/bin"));
        Path live = Files.createDirectories(
                home.resolve("unpacking-" + ProcessHandle.current().pid() + "-2"));
        Path whole = Files.createDirectories(home.resolve("redis-0123"));

        Binaries.deleteAbandoned(home);

        assertThat(abandoned.getParent()).doesNotExist();
        assertThat(live).exists();
        assertThat(whole).exists();
    }
}
