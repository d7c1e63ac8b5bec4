package dev.stampede.boot;

/**
 * One setting that can't be used.
 *
 * @param name the environment variable
 * @param message reads on behind the name: what is wrong with it and what would be right; never shows a secret
 */
public record SettingProblem(String name, String message) {
    @Override
    public String toString() {
        return name + " " + message;
    }
}
