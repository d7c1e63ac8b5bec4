/**
 * Crowds that storm a running engine. They know its contract, the tokens and the audit, and nothing of its classes.
 *
 * <p>Invariant: what the engine promised to the crowd is in books of their own, and each run ends by comparing them with what
 * the engine says.
 */
@NullMarked
package dev.stampede.load;

import org.jspecify.annotations.NullMarked;
