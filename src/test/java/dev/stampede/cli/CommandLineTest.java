package dev.stampede.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.boot.CannotStart;
import dev.stampede.boot.Commands;
import dev.stampede.boot.DemoOptions;
import dev.stampede.boot.ExitCode;
import dev.stampede.boot.NodeRole;
import dev.stampede.boot.Settings;
import dev.stampede.boot.Variable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
    private static final String ESCAPE = "\u001b";

    @TempDir
    private Path data = Path.of("");

    private final Recorder commands = new Recorder();
    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"serve", "demo", "migrate", "audit", "token", "version"})
    void the_help_of_each_command_teaches(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: stampede " + command, "Examples:\n  ", "Exit codes:\n  0   done");
        for (ExitCode code : ExitCode.values()) {
            assertThat(out.toString()).contains(code.code() + "   " + code.meaning());
        }
        assertThat(err.toString()).isEmpty();
        assertThat(run("help", command)).isZero();
    }

    @Test
    void the_first_help_names_every_command_and_variable_with_its_default() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("serve", "demo", "migrate", "audit", "token", "version", "Examples:");
        for (Variable variable : Variable.values()) {
            assertThat(out.toString()).contains("  " + variable.key() + " ");
        }
        assertThat(out.toString()).contains("Default: 8080.");
    }

    @Test
    void the_help_of_serve_has_a_flag_for_every_setting_but_the_secrets() {
        run("serve", "--help");
        assertThat(out.toString()).contains("ps would show it").doesNotContain("--jwt-secret=", "--cluster-secret=");
        for (Variable variable : Variable.flags()) {
            assertThat(out.toString()).contains(variable.flag() + "=", "$" + variable.key());
        }
    }

    @Test
    void without_a_command_it_says_what_commands_there_are() {
        assertThat(run()).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("Commands:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serv",
                "serve --http-prt 1",
                "serve --http-port",
                "serve --roles api,sttle",
                "serve --http-port 70000",
                "serve --jwt-secret x",
                "demo --shoppers 0",
                "demo --shoppers 50001",
                "demo --stock 1000001",
                "demo --stock x",
                "demo --seed x",
                "demo --url http://h:1",
                "demo --ops-url http://h:1",
                "demo --url ftp://h --ops-url http://h:1",
                "audit extra",
                "token --role shopper",
                "token --subject x",
                "token --role boss --subject x",
                "token --role shopper,operator --subject x",
                "token --role operator --subject x --tag vip",
                "token --role operator --subject x --count 2",
                "token --role shopper --subject x/y",
                "token --role shopper --subject x --ttl 3",
                "token --role shopper --subject x --ttl 0s",
                "token --role shopper --count 0"
            })
    void wrong_usage_exits_with_2_and_a_few_lines(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines().toList())
                .hasSizeBetween(2, 3)
                .last()
                .asString()
                .startsWith("Try 'stampede");
        assertThat(commands.calls).isEmpty();
    }

    @Test
    void a_misspelt_command_option_or_value_is_answered_with_what_was_meant() {
        run("serv");
        run("serve", "--http-prt", "1");
        run("serve", "--roles", "sttle");
        assertThat(err.toString()).contains("Did you mean: stampede serve", "--http-port", "did you mean settle?");
    }

    @Test
    void wrong_settings_are_all_named_before_anything_starts() {
        environment.put("STAMPEDE_HTP_PORT", "1");
        environment.put("STAMPEDE_DEMO_LOGIN", "ture");
        assertThat(run("serve", "--ops-port", "x")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "stampede: STAMPEDE_HTP_PORT is not a setting; did you mean STAMPEDE_HTTP_PORT?",
                        "stampede: STAMPEDE_DEMO_LOGIN is \"ture\"; valid is true or false; did you mean true?",
                        "stampede: STAMPEDE_OPS_PORT (given as --ops-port) is \"x\"");
        assertThat(commands.calls).isEmpty();
    }

    @Test
    void flags_win_over_the_environment() {
        environment.put("STAMPEDE_HTTP_PORT", "1");
        environment.put("STAMPEDE_OPS_PORT", "2");
        assertThat(run("serve", "--http-port", "3")).isZero();
        assertThat(commands.settings.get(0).http().port()).isEqualTo(3);
        assertThat(commands.settings.get(0).ops().port()).isEqualTo(2);
    }

    @Test
    void a_node_has_all_roles_unless_told() {
        run("serve");
        run("serve", "--roles", "settle,push");
        assertThat(commands.calls)
                .containsExactly(
                        "serve " + EnumSet.allOf(NodeRole.class),
                        "serve " + EnumSet.of(NodeRole.SETTLE, NodeRole.PUSH));
    }

    @Test
    void the_demo_has_defaults_and_takes_bounds_and_a_target() {
        run("demo", "--seed", "7");
        run(
                "demo",
                "--seed",
                "7",
                "--shoppers=50000",
                "--stock=1000000",
                "--headless",
                "--json",
                "--url",
                "http://a:1",
                "--ops-url",
                "https://b:2");
        DemoOptions.Target target = new DemoOptions.Target(URI.create("http://a:1"), URI.create("https://b:2"));
        assertThat(commands.calls)
                .containsExactly(
                        "demo " + new DemoOptions(2_000, 100, 7, false, false, Optional.empty()),
                        "demo " + new DemoOptions(50_000, 1_000_000, 7, true, true, Optional.of(target)));
    }

    @Test
    void the_demo_draws_a_seed_when_none_is_given() {
        run("demo");
        run("demo");
        assertThat(commands.calls.get(0)).isNotEqualTo(commands.calls.get(1));
    }

    @Test
    void migrate_and_audit_are_handed_on_and_their_codes_come_back() {
        commands.answer = 3;
        assertThat(run("audit", "--json")).isEqualTo(3);
        commands.answer = 4;
        assertThat(run("migrate")).isEqualTo(4);
        assertThat(commands.calls).containsExactly("audit true", "migrate");
    }

    @Test
    void a_reason_not_to_start_is_one_line_and_a_bug_has_its_trace() {
        commands.failure = new CannotStart(ExitCode.GAVE_UP, "Redis does not answer");
        assertThat(run("serve")).isEqualTo(4);
        assertThat(err.toString()).isEqualTo("stampede: Redis does not answer\n");
        commands.failure = new IllegalStateException("a bug");
        assertThat(run("serve")).isEqualTo(1);
        assertThat(err.toString()).contains("IllegalStateException: a bug", "\tat dev.stampede");
    }

    @Test
    void colours_are_for_terminals_without_no_color() {
        colouredHelp(true);
        assertThat(out.toString()).contains(ESCAPE);
        out.getBuffer().setLength(0);
        colouredHelp(false);
        environment.put("NO_COLOR", "1");
        colouredHelp(true);
        assertThat(out.toString()).isNotEmpty().doesNotContain(ESCAPE);
    }

    @Test
    void version_names_the_program_vertx_and_java() {
        assertThat(run("version")).isZero();
        assertThat(out.toString().lines().toList())
                .hasSize(3)
                .satisfiesExactly(
                        line -> assertThat(line).matches("stampede (dev|[0-9.]+)"),
                        line -> assertThat(line).matches("vert\\.x   5\\..*"),
                        line -> assertThat(line).contains(Runtime.version().toString()));
    }

    @Test
    void every_command_is_tested_here() {
        CommandLine line = Stampede.commandLine(commands, environment, false);
        assertThat(line.getSubcommands().keySet())
                .containsExactlyInAnyOrder("serve", "demo", "migrate", "audit", "token", "version", "help");
        assertThat(Arrays.stream(Commands.class.getMethods()).map(method -> method.getName()))
                .containsExactlyInAnyOrder("serve", "demo", "migrate", "audit");
    }

    private int run(String... args) {
        return execute(false, args);
    }

    private void colouredHelp(boolean isTerminal) {
        assertThat(execute(isTerminal, "serve", "--help")).isZero();
    }

    private int execute(boolean isTerminal, String... args) {
        environment.putIfAbsent("STAMPEDE_DATA_DIR", data.toString());
        return Stampede.commandLine(commands, environment, isTerminal)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    /** Writes down what it is asked to do. */
    private static final class Recorder implements Commands {
        private final List<String> calls = new ArrayList<>();
        private final List<Settings> settings = new ArrayList<>();
        private int answer;
        private RuntimeException failure = new IllegalStateException();

        @Override
        public int serve(Settings read, Set<NodeRole> roles) {
            return record("serve " + roles, read);
        }

        @Override
        public int demo(Settings read, DemoOptions options) {
            return record("demo " + options, read);
        }

        @Override
        public int migrate(Settings read) {
            return record("migrate", read);
        }

        @Override
        public int audit(Settings read, boolean json) {
            return record("audit " + json, read);
        }

        private int record(String call, Settings read) {
            calls.add(call);
            settings.add(read);
            if (failure.getMessage() != null) {
                throw failure;
            }
            return answer;
        }
    }
}
