/** What other shops' systems get wrong, and this one must not: each test is named after the hole that it keeps shut. */
@NullMarked
package dev.stampede.holes;

import org.jspecify.annotations.NullMarked;
