package dev.stampede.scenario;

import dev.stampede.scenario.Batch.Request;

/** One action's own rules, told to the model. */
interface ModelAction {
    /** Until when the request is taken, in ms from the start of the story. */
    long closesAt(Request request);

    /** Whose stock it asks for; may be none. */
    String sku(Request request);

    /** What is said to a new request that neither the times nor the definition refuse. */
    String word(Request request);

    /** Does what it asks; answers what the outcome says beside what was proposed, each member after a comma. */
    String accept(Request request);

    /** How many changes of stock so many accepted requests of one batch are, that moved so many units. */
    default long changes(int accepted, long units) {
        return units;
    }
}
