package dev.stampede.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretRotationIT {
    private static final String OLD = SettingSamples.SECRET;
    private static final String NEW = SettingSamples.OTHER_SECRET;

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder = Path.of("");

    @AfterAll
    void end() {
        TestDatabase.get(vertx.close());
    }

    @Test
    void other_secrets_in_the_file_are_put_into_use_and_a_broken_file_changes_nothing() throws IOException {
        Path file = Files.writeString(folder.resolve("secrets"), OLD + "\n");
        List<List<String>> used = new ArrayList<>();
        SecretRotation rotation = new SecretRotation(vertx, file, JwtSecrets.in(file), used::add);
        look(rotation);
        assertThat(used).isEmpty();

        Files.writeString(file, NEW + "\n" + OLD + "\n");
        look(rotation);
        look(rotation);
        Files.writeString(file, "too short");
        look(rotation);
        Files.delete(file);
        look(rotation);
        Files.writeString(file, NEW);
        look(rotation);

        assertThat(used).containsExactly(List.of(NEW, OLD), List.of(NEW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "too short", OLD + "\n" + NEW + "\n" + OLD + "3", OLD + "," + OLD})
    void a_file_that_can_not_be_used_is_refused_without_showing_it(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("bad"), content);
        assertThatThrownBy(() -> JwtSecrets.in(file))
                .isInstanceOfSatisfying(
                        CannotStart.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("STAMPEDE_JWT_SECRET_FILE")
                .hasMessageNotContaining(OLD)
                .hasMessageNotContaining("too short");
    }

    @Test
    void the_file_stands_for_the_setting_and_not_beside_it() throws IOException {
        Path file = Files.writeString(folder.resolve("good"), NEW + "," + OLD);
        Settings settings = Settings.read(
                Map.of(),
                Map.of(
                        "STAMPEDE_REDIS_URL",
                        "redis://r",
                        "STAMPEDE_POSTGRES_URL",
                        "postgresql://p/shop",
                        "STAMPEDE_DATA_DIR",
                        folder.toString(),
                        "STAMPEDE_JWT_SECRET_FILE",
                        file.toString()));
        assertThat(DataDirectory.at(folder).jwtSecrets(settings)).containsExactly(NEW, OLD);
        assertThatThrownBy(() -> Settings.read(
                        Map.of(),
                        Map.of(
                                "STAMPEDE_DATA_DIR", folder.toString(),
                                "STAMPEDE_JWT_SECRET", NEW,
                                "STAMPEDE_JWT_SECRET_FILE", file.toString())))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("set one of them");
    }

    private static void look(SecretRotation rotation) {
        assertThat(TestDatabase.get(rotation.step())).isZero();
    }
}
