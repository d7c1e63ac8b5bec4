/**
 * Stories of a campaign, told to the scripts in a real Redis and to a model of the same rules. It sees the scripts, the kind's
 * outcomes and the names of the keys.
 *
 * <p>Invariant: the model shares no line with what it is compared to; where the two differ, one of them is wrong.
 */
@NullMarked
package dev.stampede.scenario;

import org.jspecify.annotations.NullMarked;
