/**
 * The command line: what can be asked for, how it is explained, and how a wrong question is answered. It sees boot, and
 * identity for the token command.
 *
 * <p>Invariant: standard output holds only what a command was asked for; everything else goes to standard error.
 */
@NullMarked
package dev.stampede.cli;

import org.jspecify.annotations.NullMarked;
