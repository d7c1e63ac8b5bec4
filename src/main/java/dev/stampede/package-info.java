/** The engine: see docs/ARCHITECTURE.md for the map of its rooms. */
@NullMarked
package dev.stampede;

import org.jspecify.annotations.NullMarked;
