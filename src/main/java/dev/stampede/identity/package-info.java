/**
 * Who is calling: shoppers and operators, their roles, and the tokens that prove it. It sees json and the http plumbing.
 *
 * <p>Invariant: a token of one server is worth nothing on the other.
 */
@NullMarked
package dev.stampede.identity;

import org.jspecify.annotations.NullMarked;
