/**
 * Where the house is put together: settings, the data directory, and what each command starts. It sees every room and is
 * seen by the command line alone.
 *
 * <p>Invariant: nothing starts before all settings have been read and found good.
 */
@NullMarked
package dev.stampede.boot;

import org.jspecify.annotations.NullMarked;
