package dev.stampede;

import dev.stampede.boot.Commands;
import dev.stampede.boot.LocalCommands;
import dev.stampede.cli.Stampede;
import dev.stampede.telemetry.Logging;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Help.Ansi;

/** The entry of the jar. */
public final class Main {
    private Main() {}

    /** Logs are lines of JSON unless a person reads them. From JDK 22 on there is always a console; then they are text. */
    @SuppressWarnings("SystemConsoleNull")
    public static void main(String[] args) {
        Commands commands = new LocalCommands(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        boolean isTerminal = Ansi.AUTO.enabled();
        Logging.configure(System.console() == null);
        System.exit(Stampede.commandLine(commands, System.getenv(), isTerminal).execute(args));
    }
}
