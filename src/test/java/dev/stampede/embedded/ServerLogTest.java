package dev.stampede.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {
    @TempDir
    Path home;

    @Test
    void the_last_error_counts_more_than_the_good_bye() throws Exception {
        Path file = home.resolve("postgres.log");
        Files.writeString(file, "FATAL: first\nFATAL: second\nLOG: database system is shut down\n\n");
        assertThat(new ServerLog(file).lastLine(0)).isEqualTo("FATAL: second");
    }

    @Test
    void lines_of_former_runs_do_not_count() throws Exception {
        Path file = home.resolve("redis.log");
        String former = "Fatal error of yesterday\n";
        Files.writeString(file, former + "Ready\n");
        assertThat(new ServerLog(file).lastLine(former.length())).isEqualTo("Ready");
    }

    @Test
    void a_missing_log_is_said_to_be_empty() throws Exception {
        assertThat(new ServerLog(home.resolve("none")).lastLine(0)).isEqualTo("it left no line in its log");
    }

    @Test
    void only_a_large_log_is_put_aside() throws Exception {
        Path file = home.resolve("redis.log");
        ServerLog log = new ServerLog(file);
        Files.writeString(file, "small");
        log.roll();
        assertThat(file).hasContent("small");

        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(9L << 20);
        }
        log.roll();
        assertThat(file).doesNotExist();
        assertThat(home.resolve("redis.log.1")).hasSize(9L << 20);
    }
}
