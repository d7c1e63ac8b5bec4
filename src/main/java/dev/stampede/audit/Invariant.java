package dev.stampede.audit;

/**
 * What the audit says of one invariant.
 *
 * @param id {@code I1} to {@code I12}
 * @param detail the figures when it holds; else the first cases in which it does not
 */
public record Invariant(String id, boolean ok, String detail) {}
