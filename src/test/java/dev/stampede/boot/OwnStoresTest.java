package dev.stampede.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnStoresTest {
    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(strings = {"Redis server v=7.0.0 ", "Redis server v=7.2.4 ", "Valkey server v=8.0.1 "})
    void a_server_of_seven_or_newer_may_take_the_place_of_the_bundled_one(String words) throws Exception {
        Path program = program("rwx------", words);
        assertThat(OwnStores.admitted(program)).startsWith(program + ", version ");
    }

    @Test
    void one_that_cannot_be_used_is_refused_with_what_to_do() throws IOException {
        refused(home.resolve("nowhere"), "is not there");
        refused(home, "can't be executed");
        refused(program("rw-------", "Redis server v=7.0.15 "), "can't be executed");
        refused(program("rwx------", "redis-cli 7.0.15"), "does not tell the version of a Redis or Valkey server");
        refused(program("rwx------", "Redis server v=6.2.14 "), "is version 6.2.14; this engine needs 7.0 or newer");
    }

    private static void refused(Path program, String why) {
        assertThatThrownBy(() -> OwnStores.admitted(program))
                .isInstanceOfSatisfying(
                        CannotStart.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessage("STAMPEDE_REDIS_SERVER names " + program + ", which " + why
                        + "; name a redis-server program, or leave it unset for the bundled one");
    }

    /** A script that says these words, whatever it is asked. */
    private Path program(String permissions, String words) throws IOException {
        Path file = Files.writeString(home.resolve("program"), "#!/bin/sh\necho '" + words + "sha=0'\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
