package dev.stampede.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScriptsTest {
    private static final int MAX_LINES = 40;

    @TempDir
    private Path data = Path.of("");

    static List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("scripts"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    static List<Path> commands() throws IOException {
        return scripts().stream().filter(script -> !isSourced(script)).toList();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void bash_understands_every_script(Path script) throws Exception {
        assertThat(bash("-n", script.toString())).isEqualTo(new Ended(0, ""));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void every_script_is_short_and_begins_with_its_usage(Path script) throws IOException {
        List<String> lines = Files.readAllLines(script);
        assertThat(lines).hasSizeLessThanOrEqualTo(MAX_LINES);
        assertThat(lines.stream().takeWhile(line -> line.startsWith("#")))
                .anyMatch(line -> line.startsWith("# Usage: "));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_can_be_run_and_stops_at_the_first_fault(Path script) throws IOException {
        List<String> lines = Files.readAllLines(script);
        assertThat(Files.isExecutable(script)).isTrue();
        assertThat(lines.get(0)).isEqualTo("#!/usr/bin/env bash");
        assertThat(lines).contains("set -euo pipefail");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_prints_its_header_when_asked(Path script) throws Exception {
        Ended ended = bash(script.toString(), "--help");
        assertThat(ended.code()).isZero();
        assertThat(ended.output())
                .contains("Usage: scripts/" + script.getFileName())
                .doesNotContain("set -euo");
    }

    @Test
    void what_is_sourced_is_not_executable() throws IOException {
        assertThat(scripts().stream().filter(ScriptsTest::isSourced))
                .isNotEmpty()
                .noneMatch(Files::isExecutable);
    }

    @ParameterizedTest
    @MethodSource("wrongSales")
    void a_wrong_sale_is_refused_before_anything_is_built(List<String> args) throws Exception {
        Ended ended =
                bash(Stream.concat(Stream.of("scripts/sale"), args.stream()).toArray(String[]::new));
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output().lines()).hasSize(1).first().asString().startsWith("sale: ");
    }

    @ParameterizedTest
    @MethodSource("wrongLoads")
    void a_wrong_load_is_refused_before_anything_is_built(List<String> args) throws Exception {
        Ended ended =
                bash(Stream.concat(Stream.of("scripts/load"), args.stream()).toArray(String[]::new));
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output().lines()).hasSize(1).first().asString().startsWith("load: ");
    }

    static List<List<String>> wrongLoads() {
        return List.of(
                List.of("--users"),
                List.of("--users", "many"),
                List.of("--stock", "0"),
                List.of("--colour", "red"),
                List.of("--url", "http://127.0.0.1:1"),
                List.of("NoSuchSimulation"));
    }

    static List<List<String>> wrongSales() {
        return List.of(
                List.of(),
                List.of("--stock"),
                List.of("--stock", "5"),
                List.of("--stock", "5", "--in", "soon"),
                List.of("--stock", "0", "--in", "5s"),
                List.of("--stock", "5", "--in", "5s", "--price", "9.90"),
                List.of("--stock", "5", "--in", "5s", "--title", "a\"b"),
                List.of("--stock", "5", "--in", "5s", "--colour", "red"));
    }

    @Test
    void a_script_that_needs_an_engine_says_when_none_runs() throws Exception {
        Ended none = bash("-c", "source scripts/lib.sh; source scripts/engine.sh; find_engine");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.output()).contains("no engine runs on " + data);
        Files.writeString(
                data.resolve("ports.json"), "{\"http\":1,\"ops\":1,\"redisUrl\":\"r\",\"postgresUrl\":\"p\"}");
        Ended dead = bash("-c", "source scripts/lib.sh; source scripts/engine.sh; find_engine");
        assertThat(dead.code()).isEqualTo(1);
        assertThat(dead.output()).contains("nothing answers at http://127.0.0.1:1");
    }

    @Test
    void an_old_java_is_refused_with_a_clear_message() throws Exception {
        Path bin = Files.createDirectories(data.resolve("bin"));
        Path java = Files.writeString(bin.resolve("java"), "#!/bin/sh\necho 'openjdk version \"1.8.0_402\"' >&2\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Ended old = bash("-c", "JAVA_HOME=\"$STAMPEDE_DATA_DIR\"; source scripts/lib.sh; check_java");
        assertThat(old.code()).isEqualTo(2);
        assertThat(old.output()).contains("is Java 1; 17 or newer is needed");
        Ended none = bash("-c", "JAVA_HOME=/nowhere; source scripts/lib.sh; check_java");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.output()).contains("no java at '/nowhere/bin/java'");
    }

    private static boolean isSourced(Path script) {
        return script.toString().endsWith(".sh");
    }

    private Ended bash(String... args) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(Stream.of("bash"), Stream.of(args)).toList())
                .redirectErrorStream(true);
        builder.environment().put("STAMPEDE_DATA_DIR", data.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    /** How a process ended. */
    private record Ended(int code, String output) {}
}
