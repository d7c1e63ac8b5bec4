/**
 * Sales that go on while servers are killed, stopped, cut off and put back in time. It sees the whole engine, from outside
 * over HTTP, and starts the real servers that it breaks.
 *
 * <p>Invariant: each test ends in a history without a contradiction and an audit without a finding.
 */
@NullMarked
package dev.stampede.chaos;

import org.jspecify.annotations.NullMarked;
