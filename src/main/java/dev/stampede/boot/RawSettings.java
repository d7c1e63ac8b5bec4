package dev.stampede.boot;

import dev.stampede.boot.EffectiveSetting.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The settings as texts: where each came from, and what was found wrong so far. */
final class RawSettings {
    private static final Pattern INTEGER = Pattern.compile("[0-9]{1,9}");
    private static final List<String> KEYS =
            Arrays.stream(Variable.values()).map(Variable::key).toList();

    private final Map<String, String> flags;
    private final Map<String, String> environment;
    private final Map<Variable, EffectiveSetting> effective = new EnumMap<>(Variable.class);
    private final List<SettingProblem> problems = new ArrayList<>();

    RawSettings(Map<String, String> flags, Map<String, String> environment) {
        if (!KEYS.containsAll(flags.keySet())) {
            throw new IllegalArgumentException("flags that are no settings: " + flags.keySet());
        }
        this.flags = flags;
        this.environment = environment;
        refuseUnknown();
    }

    /** What was given for it, shown later as {@code shown} makes it; nothing when the default is to be used. */
    Optional<String> given(Variable variable, UnaryOperator<String> shown) {
        Origin origin = flags.containsKey(variable.key()) ? Origin.FLAG : Origin.ENVIRONMENT;
        String value = (origin == Origin.FLAG ? flags : environment).get(variable.key());
        if (value == null) {
            return Optional.empty();
        }
        effective.put(variable, new EffectiveSetting(variable, shown.apply(value), origin));
        return Optional.of(value);
    }

    /** Whether anything was given for it. */
    boolean isGiven(Variable variable) {
        return flags.containsKey(variable.key()) || environment.containsKey(variable.key());
    }

    /** Says what is used because nothing was given. */
    void byDefault(Variable variable, String shown) {
        effective.put(variable, new EffectiveSetting(variable, shown, Origin.DEFAULT));
    }

    String text(Variable variable, String byDefault) {
        return given(variable, value -> value).orElseGet(() -> {
            byDefault(variable, byDefault);
            return byDefault;
        });
    }

    int integer(Variable variable, int byDefault, int min, int max) {
        String text = text(variable, Integer.toString(byDefault));
        int value = INTEGER.matcher(text).matches() ? Integer.parseInt(text) : -1;
        check(
                variable,
                value >= min && value <= max,
                "is \"" + text + "\"; valid is a whole number from " + min + " to " + max);
        return value;
    }

    void check(Variable variable, boolean valid, String otherwise) {
        if (!valid) {
            complain(variable, otherwise);
        }
    }

    void complain(Variable variable, String message) {
        String flag = flags.containsKey(variable.key()) ? "(given as " + variable.flag() + ") " : "";
        problems.add(new SettingProblem(variable.key(), flag + message));
    }

    /** In the order of {@link Variable}. */
    List<EffectiveSetting> effective() {
        return List.copyOf(effective.values());
    }

    void refuseWhenWrong() {
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }

    /** One mask for each of several secrets. */
    static String mask(String secrets) {
        return Arrays.stream(secrets.split(",", -1)).map(secret -> Secret.MASK).collect(Collectors.joining(","));
    }

    private void refuseUnknown() {
        for (String name : new TreeSet<>(environment.keySet())) {
            if (name.startsWith(Variable.PREFIX) && !KEYS.contains(name)) {
                problems.add(new SettingProblem(name, "is not a setting" + Nearest.hint(name, KEYS)));
            }
        }
    }
}
