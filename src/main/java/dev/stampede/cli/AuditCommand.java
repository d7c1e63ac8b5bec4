package dev.stampede.cli;

import dev.stampede.boot.Commands;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Recomputes every invariant. */
@Command(
        name = "audit",
        description = {
            "Recomputes every invariant from Redis and Postgres and prints the figures.",
            "It uses the stores of the engine that runs on the data directory, else starts them for the while."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stampede audit",
            "  stampede audit --json | jq .ok",
            "  stampede audit || echo 'do not pay out yet'"
        })
final class AuditCommand implements Callable<Integer> {
    private final SettingsOptions settings;
    private final Commands commands;

    @Option(names = "--json", description = "The figures as one line of JSON.")
    private boolean json;

    AuditCommand(SettingsOptions settings, Commands commands) {
        this.settings = settings;
        this.commands = commands;
    }

    @Override
    public Integer call() {
        return commands.audit(settings.read(), json);
    }
}
