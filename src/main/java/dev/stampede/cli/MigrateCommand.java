package dev.stampede.cli;

import dev.stampede.boot.Commands;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Brings the schema up to date. */
@Command(
        name = "migrate",
        description = {
            "Brings the schema of Postgres up to date; harmless when it already is.",
            "It uses the stores of the engine that runs on the data directory, else starts them for the while."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stampede migrate",
            "  STAMPEDE_JWT_SECRET=... STAMPEDE_REDIS_URL=redis://r:6379 \\",
            "    STAMPEDE_POSTGRES_URL=postgresql://me:pw@p/shop stampede migrate"
        })
final class MigrateCommand implements Callable<Integer> {
    private final SettingsOptions settings;
    private final Commands commands;

    MigrateCommand(SettingsOptions settings, Commands commands) {
        this.settings = settings;
        this.commands = commands;
    }

    @Override
    public Integer call() {
        return commands.migrate(settings.read());
    }
}
