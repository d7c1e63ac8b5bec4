/**
 * Holds the engine against {@code openapi.yaml}: the routes, the codes, and real answers of a real node. It sees boot and
 * the shared helpers of tests.
 *
 * <p>Invariant: whatever these tests ask, the answer is checked against the contract as a whole, not only for what they look at.
 */
@NullMarked
package dev.stampede.contract;

import org.jspecify.annotations.NullMarked;
