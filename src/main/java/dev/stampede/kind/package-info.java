/**
 * The contract between the engine and any way of selling: pure interfaces, records and enums. It sees money, json, identity's
 * caller and campaign's values.
 *
 * <p>Invariant: kinds are open, outcomes are closed. What a kind can cause is one of the {@link dev.stampede.kind.Outcome}s,
 * which settlement, audit and feed understand without knowing any kind.
 */
@NullMarked
package dev.stampede.kind;

import org.jspecify.annotations.NullMarked;
