package dev.stampede.kind;

import org.jspecify.annotations.Nullable;

/**
 * What is granted when a formation of cuts has that many of them.
 *
 * @param at the number of helpers, 1 or more
 * @param owner what the owner gets, or null
 * @param helper what the helper gets who made it that many, or null
 */
public record RewardStep(
        int at, @Nullable Reward owner, @Nullable Reward helper) {}
