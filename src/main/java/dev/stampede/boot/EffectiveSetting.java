package dev.stampede.boot;

import java.util.Locale;

/**
 * The value that a variable has in the end.
 *
 * @param value fit to be printed: secrets and the passwords in URLs are masked
 */
public record EffectiveSetting(Variable variable, String value, Origin origin) {
    /** Where a value came from. */
    public enum Origin {
        DEFAULT,
        ENVIRONMENT,
        FLAG;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
