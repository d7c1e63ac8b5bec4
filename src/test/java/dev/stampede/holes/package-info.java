/**
 * What comparable systems get wrong with stock, orders and money. Each test is named after the hole that it keeps shut, and
 * goes over real HTTP on real stores.
 *
 * <p>Invariant: after every test the audit finds nothing.
 */
@NullMarked
package dev.stampede.holes;

import org.jspecify.annotations.NullMarked;
