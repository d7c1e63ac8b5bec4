package dev.stampede.kind;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Something that a shopper is given for reaching a step; what redeems it is not the engine's.
 *
 * @param kind what sort of thing, as the operator names it
 * @param value how much or which, a text or a whole number as the operator wrote it
 */
public record Reward(String kind, JsonNode value) {}
