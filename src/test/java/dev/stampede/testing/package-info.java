/**
 * What tests of several rooms share: real servers and waiting without sleeping. It sees the rooms that it starts.
 *
 * <p>Invariant: nothing here replaces a real part, and whatever is started ends with the JVM.
 */
@NullMarked
package dev.stampede.testing;

import org.jspecify.annotations.NullMarked;
