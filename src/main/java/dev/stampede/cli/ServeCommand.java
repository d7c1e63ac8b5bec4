package dev.stampede.cli;

import dev.stampede.boot.Commands;
import dev.stampede.boot.NodeRole;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a node. */
@Command(
        name = "serve",
        description = {
            "Runs an engine until it is told to stop (SIGTERM, Ctrl-C).",
            "Without store URLs it starts a Redis and a Postgres of its own in the data directory and keeps them there."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stampede serve",
            "  stampede serve --http-port 0 --ops-port 0 --data-dir /tmp/try",
            "  stampede serve --roles settle,schedule",
            "  STAMPEDE_JWT_SECRET=... STAMPEDE_REDIS_URL=redis://r:6379 \\",
            "    STAMPEDE_POSTGRES_URL=postgresql://me:pw@p/shop stampede serve"
        })
final class ServeCommand implements Callable<Integer> {
    private final SettingsOptions settings;
    private final Commands commands;

    @Option(
            names = "--roles",
            split = ",",
            paramLabel = "ROLE",
            defaultValue = "api,settle,schedule,push",
            description = "What this node does. Default: ${DEFAULT-VALUE}.")
    private List<NodeRole> roles = List.of();

    ServeCommand(SettingsOptions settings, Commands commands) {
        this.settings = settings;
        this.commands = commands;
    }

    @Override
    public Integer call() {
        return commands.serve(settings.read(), EnumSet.copyOf(roles));
    }
}
