package dev.stampede.boot;

import java.util.List;
import java.util.stream.Collectors;

/** The settings can't be used; it carries everything that is wrong with them. */
public final class SettingsException extends RuntimeException {
    private final transient List<SettingProblem> problems;

    public SettingsException(List<SettingProblem> problems) {
        super(problems.stream().map(SettingProblem::toString).collect(Collectors.joining("\n")), null, false, false);
        this.problems = List.copyOf(problems);
    }

    public List<SettingProblem> problems() {
        return problems;
    }
}
