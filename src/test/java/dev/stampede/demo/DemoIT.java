package dev.stampede.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stampede.boot.CannotStart;
import dev.stampede.boot.DemoOptions;
import dev.stampede.boot.DemoOptions.Target;
import dev.stampede.boot.LocalCommands;
import dev.stampede.boot.Settings;
import dev.stampede.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
    @TempDir
    private Path data = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void a_small_demo_ends_by_itself_and_its_last_line_is_the_summary() {
        int code = demo(new DemoOptions(200, 20, 7, true, false, Optional.empty()));
        List<String> lines = out.toString().lines().toList();
        assertThat(lines.get(lines.size() - 1))
                .matches("demo: ok, [0-9]+ of 20 units sold to [0-9]+ shoppers in .* s, [0-9]+ cancelled, "
                        + "[0-9]+ paid late \\([0-9]+ sold after all, [0-9]+ refunded\\), teams [0-9a-z, ]+, "
                        + "chains [0-9a-z, ]+, oversold 0, lost 0, audit ok");
        assertThat(lines).anyMatch(line -> line.contains("the doors are open"));
        assertThat(out.toString()).doesNotContain("\u001b");
        assertThat(code).isZero();
    }

    @Test
    @Tag("long")
    void the_json_is_all_that_comes_out() {
        int code = demo(new DemoOptions(20, 5, 7, true, true, Optional.empty()));
        assertThat(code).isZero();
        assertThat(out.toString().lines()).hasSize(1);
        JsonNode ending = Json.readOwn(out.toString());
        assertThat(ending.path("ok").asBoolean()).isTrue();
        assertThat(ending.path("unitsSold").asInt()).isBetween(1, 5);
        assertThat(err.toString()).contains("the doors are open");
    }

    @Test
    void an_engine_that_is_not_there_is_given_up() {
        URI nowhere = URI.create("http://127.0.0.1:1");
        DemoOptions options = new DemoOptions(20, 5, 7, true, false, Optional.of(new Target(nowhere, nowhere)));
        assertThat(catchThrowable(() -> demo(options))).isInstanceOfSatisfying(CannotStart.class, reason -> {
            assertThat(reason).hasMessageStartingWith("no engine answers at http://127.0.0.1:1: ");
            assertThat(reason.exitCode().code()).isEqualTo(4);
        });
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void an_engine_that_sells_too_much_is_found_out() {
        assertThat(demoAgainst(false)).isEqualTo(3);
        JsonNode ending = Json.readOwn(out.toString());
        assertThat(ending.path("ok").asBoolean()).isFalse();
        assertThat(ending.path("audit").path("ok").asBoolean()).isTrue();
        assertThat(ending.path("oversold").asInt()).isPositive();
        assertThat(ending.path("unlike").asInt()).isPositive();
    }

    @Test
    void an_engine_that_loses_orders_is_found_out() {
        assertThat(demoAgainst(true)).isEqualTo(3);
        assertThat(Json.readOwn(out.toString()).path("lost").asInt()).isPositive();
    }

    private int demoAgainst(boolean forgets) {
        try (LyingEngine engine = new LyingEngine(forgets)) {
            Target target = new Target(engine.url(), engine.url());
            return demo(new DemoOptions(30, 5, 7, true, true, Optional.of(target)));
        }
    }

    private int demo(DemoOptions options) {
        Settings settings = Settings.read(
                Map.of(
                        "STAMPEDE_DATA_DIR", data.toString(),
                        "STAMPEDE_HTTP_PORT", "0",
                        "STAMPEDE_OPS_PORT", "0"),
                Map.of());
        return new LocalCommands(new PrintWriter(out, true), new PrintWriter(err, true)).demo(settings, options);
    }
}
