/**
 * The smallest campaign kind there can be: shoppers draw packs of units. It sees the kind contract, and its test alone sees
 * it. It stands here to show that a kind needs one package, one script and one line.
 *
 * <p>Invariant: no line of the engine knows it.
 */
@NullMarked
package dev.stampede.kind.toy;

import org.jspecify.annotations.NullMarked;
