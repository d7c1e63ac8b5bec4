/**
 * HTTP plumbing: servers, limits, JSON answers, and the one place where a failure becomes {@code application/problem+json}.
 * It sees json and nothing else of the house.
 *
 * <p>Invariant: every answer of 400 and above, of both servers, is a problem with a stable code; no room builds one by hand.
 */
@NullMarked
package dev.stampede.http;

import org.jspecify.annotations.NullMarked;
