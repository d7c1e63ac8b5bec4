package dev.stampede.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisProgramTest {
    @ParameterizedTest
    @CsvSource({
        "Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=d81c8ff71f2fdb12, 7.0.15",
        "Redis server v=7.2.4 sha=00000000:0 malloc=libc bits=64 build=0, 7.2.4",
        "Valkey server v=8.0.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=0, 8.0.1"
    })
    void a_server_tells_its_version(String words, String version) {
        assertThat(RedisProgram.versionIn(words)).contains(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "redis-cli 7.0.15", "Redis server v=seven sha=0", "Redis server v=7", "postgres 18.0"})
    void other_words_are_no_version(String words) {
        assertThat(RedisProgram.versionIn(words)).isEmpty();
    }

    @Test
    void a_program_that_is_none_tells_nothing() throws Exception {
        assertThat(RedisProgram.version(Path.of("/dev/null"))).isEmpty();
    }
}
