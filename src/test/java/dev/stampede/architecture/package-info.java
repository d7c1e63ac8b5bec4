/**
 * Keeps the rules of the house: who may see whom, what is pure, how things are called and how long they get. It sees every
 * class and every file.
 *
 * <p>Invariant: each exception to a rule stands here as data, with its reason.
 */
@NullMarked
package dev.stampede.architecture;

import org.jspecify.annotations.NullMarked;
