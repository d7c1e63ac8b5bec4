package dev.stampede.cli;

import dev.stampede.boot.Commands;
import dev.stampede.boot.ExitCode;
import dev.stampede.boot.Variable;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program without a command: it says what commands there are. */
@Command(
        name = "stampede",
        versionProvider = Versions.class,
        description = "A real-time flash-sale engine: Redis decides, Postgres remembers.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  stampede demo                     play a whole sale on this machine and audit it",
            "  stampede serve                    run an engine with its own Redis and Postgres",
            "  stampede serve --http-port 9090   flags win over the environment, that over defaults",
            "  stampede help serve               everything about one command"
        })
public final class Stampede implements Callable<Integer> {
    private static final Set<Variable> STORES = Set.of(Variable.DATA_DIR, Variable.REDIS_URL, Variable.POSTGRES_URL);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Stampede() {}

    /**
     * The whole command line.
     *
     * @param environment where settings and {@code NO_COLOR} are looked up
     * @param isTerminal whether a person looks at the output; without one there are no colours
     */
    public static CommandLine commandLine(Commands commands, Map<String, String> environment, boolean isTerminal) {
        SettingsOptions settings = new SettingsOptions(environment);
        Set<Variable> all = EnumSet.allOf(Variable.class);
        CommandLine line = new CommandLine(new Stampede())
                .addSubcommand(settings.addTo(new ServeCommand(settings, commands), all))
                .addSubcommand(settings.addTo(new DemoCommand(settings, commands), all))
                .addSubcommand(settings.addTo(new MigrateCommand(settings, commands), STORES))
                .addSubcommand(settings.addTo(new AuditCommand(settings, commands), STORES))
                .addSubcommand(settings.addTo(new TokenCommand(settings), STORES))
                .addSubcommand(new VersionCommand())
                .addSubcommand(new CommandLine.HelpCommand());
        Words.teach(line);
        HelpPages.finish(line);
        ErrorLines.install(line);
        boolean colours = isTerminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return line.setExpandAtFiles(false).setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.valueOf(colours)));
    }

    /** Without a command there is nothing to do but to say so. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE.code();
    }
}
