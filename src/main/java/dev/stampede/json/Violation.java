package dev.stampede.json;

/**
 * One thing that is wrong with a body.
 *
 * @param pointer where, as an RFC 6901 pointer such as {@code /offers/0/priceFen}
 * @param code a stable word: {@code required, unknown, type, range, length, pattern, choice, conflict}
 * @param detail a sentence for the developer of the client
 */
public record Violation(String pointer, String code, String detail) {}
