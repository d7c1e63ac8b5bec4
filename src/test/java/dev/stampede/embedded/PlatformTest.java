package dev.stampede.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, redis-server-7.0.15-linux-amd64, postgres-linux-x86_64.txz",
        "Linux, aarch64, redis-server-7.0.15-linux-arm64, postgres-linux-arm_64.txz",
        "Mac OS X, x86_64, redis-server-7.0.15-darwin-amd64, postgres-darwin-x86_64.txz",
        "Mac OS X, aarch64, redis-server-7.0.15-darwin-arm64, postgres-darwin-arm_64.txz"
    })
    void the_binaries_are_named_after_the_machine(String os, String arch, String redis, String postgres)
            throws Exception {
        Platform platform = Platform.of(os, arch);
        assertThat(platform.redisResource()).isEqualTo(redis);
        assertThat(platform.postgresResource()).isEqualTo(postgres);
    }

    @Test
    void a_machine_without_binaries_is_told_what_to_set() {
        assertThatThrownBy(() -> Platform.of("Windows 11", "amd64"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("STAMPEDE_REDIS_URL");
    }
}
