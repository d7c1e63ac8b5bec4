package dev.stampede.cli;

import dev.stampede.boot.Settings;
import dev.stampede.boot.Variable;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/** The settings as flags of a command: one for every variable that is not a secret. */
final class SettingsOptions {
    private static final int BEHIND_THE_COMMANDS_OWN = 100;

    private final Map<String, String> environment;
    private final Map<String, String> given = new HashMap<>();

    SettingsOptions(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The command with all these flags; its usage text explains those that matter to it. */
    CommandLine addTo(Object command, Set<Variable> shown) {
        CommandLine line = new CommandLine(command);
        ArgGroupSpec.Builder group = ArgGroupSpec.builder()
                .heading("%nSettings:%n")
                .order(BEHIND_THE_COMMANDS_OWN)
                .validate(false);
        for (Variable variable : Variable.flags()) {
            group.addArg(flag(variable, shown.contains(variable)));
        }
        line.getCommandSpec().addArgGroup(group.build());
        return line;
    }

    /** Flags over environment over defaults, or {@link dev.stampede.boot.SettingsException}. */
    Settings read() {
        return Settings.read(given, environment);
    }

    private OptionSpec flag(Variable variable, boolean isShown) {
        return OptionSpec.builder(variable.flag())
                .paramLabel(variable.placeholder())
                .hidden(!isShown)
                .type(String.class)
                .description(variable.meaning(), "Default: " + variable.byDefault() + ". $" + variable.key())
                .setter(new ISetter() {
                    @Override
                    public <T> T set(T value) {
                        keep(variable, value);
                        return value;
                    }
                })
                .build();
    }

    private void keep(Variable variable, Object value) {
        if (value instanceof String text) {
            given.put(variable.key(), text);
        } else {
            given.remove(variable.key());
        }
    }
}
