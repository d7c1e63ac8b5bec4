package dev.stampede.cli;

import dev.stampede.boot.Commands;
import dev.stampede.boot.DemoOptions;
import dev.stampede.boot.DemoOptions.Target;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Plays a whole sale. */
@Command(
        name = "demo",
        description = {
            "Plays a whole flash sale over real HTTP with a live panel, then audits it.",
            "It starts an engine for that, or with --url and --ops-url plays against a running one."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stampede demo",
            "  stampede demo --shoppers 20000 --stock 500 --seed 7",
            "  stampede demo --headless --json",
            "  stampede demo --url http://shop:8080 --ops-url http://127.0.0.1:8081"
        })
final class DemoCommand implements Callable<Integer> {
    private static final int MAX_RANDOM_SEED = 1_000_000;

    private final SettingsOptions settings;
    private final Commands commands;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--shoppers",
            paramLabel = "N",
            defaultValue = "" + DemoOptions.DEFAULT_SHOPPERS,
            description = "How many come, 1 to 50000. Default: ${DEFAULT-VALUE}.")
    private int shoppers;

    @Option(
            names = "--stock",
            paramLabel = "N",
            defaultValue = "" + DemoOptions.DEFAULT_STOCK,
            description = "Units on sale, 1 to 1000000. Default: ${DEFAULT-VALUE}.")
    private int stock;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "A whole number; the same seed plays the same shoppers. Default: a random one.")
    private @Nullable Long seed;

    @Option(names = "--headless", description = "No live panel; it ends by itself instead of leaving the engine up.")
    private boolean headless;

    @Option(names = "--json", description = "The summary as one line of JSON; all else goes to standard error.")
    private boolean json;

    @Option(
            names = "--url",
            paramLabel = "PUBLIC",
            description = "The public server of a running engine; needs --ops-url.")
    private @Nullable URI url;

    @Option(names = "--ops-url", paramLabel = "OPS", description = "Its operations server; needs --url.")
    private @Nullable URI opsUrl;

    DemoCommand(SettingsOptions settings, Commands commands) {
        this.settings = settings;
        this.commands = commands;
    }

    @Override
    public Integer call() {
        within("--shoppers", shoppers, DemoOptions.MAX_SHOPPERS);
        within("--stock", stock, DemoOptions.MAX_STOCK);
        Optional<Target> target = target();
        long played = seed != null ? seed : RandomGenerator.getDefault().nextInt(1, MAX_RANDOM_SEED);
        return commands.demo(settings.read(), new DemoOptions(shoppers, stock, played, headless, json, target));
    }

    private void within(String option, int value, int max) {
        if (value < 1 || value > max) {
            throw new ParameterException(spec.commandLine(), option + " is " + value + "; valid is 1 to " + max);
        }
    }

    private Optional<Target> target() {
        if (url == null && opsUrl == null) {
            return Optional.empty();
        }
        if (url == null || opsUrl == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--url and --ops-url belong together; " + (url == null ? "--url" : "--ops-url") + " is missing");
        }
        return Optional.of(new Target(http("--url", url), http("--ops-url", opsUrl)));
    }

    private URI http(String option, URI address) {
        boolean valid = address.getHost() != null
                && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()));
        if (!valid) {
            throw new ParameterException(spec.commandLine(), option + " is " + address + "; valid is http://host:port");
        }
        return address;
    }
}
