package dev.stampede.telemetry;

/**
 * What a process found when it looked at something that it needs.
 *
 * @param name what was looked at, such as {@code redis}
 * @param detail a few words for an operator; may be empty
 */
public record Check(String name, boolean ok, String detail) {}
