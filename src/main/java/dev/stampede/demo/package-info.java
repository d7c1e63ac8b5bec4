/**
 * The demo: a whole flash sale with simulated shoppers, played through the public API as a stranger would, and audited from
 * outside. It sees identity to sign its tokens, order and money to be a bank that misbehaves, the json plumbing, and no other
 * room.
 *
 * <p>Invariant: it believes no server; what it calls sold, lost or oversold comes from answers that it kept itself.
 */
@NullMarked
package dev.stampede.demo;

import org.jspecify.annotations.NullMarked;
