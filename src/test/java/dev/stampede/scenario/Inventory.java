package dev.stampede.scenario;

import java.util.List;
import java.util.Optional;

/** The contended state of one campaign and the rules that change it. Written twice: as scripts, and as a model. */
interface Inventory {
    /** Moves the clock: times of a story count in ms from its start. */
    void moveTo(long now);

    /** Replaces whatever is stored. */
    void load(Picture picture);

    /** Forgets everything, as a Redis without its disk does. */
    void lose();

    /** All that is stored; empty when the campaign is not there. */
    Optional<Picture> picture();

    Reply take(Batch batch);

    /** Takes units for a shopper again, whatever the time and the gate. */
    Reply reacquire(OwnTake take);

    /** Takes units out of an offer. */
    Reply withdraw(OwnTake take);

    /** Gives back holds that were taken for no formation. */
    default Reply release(long generation, List<String> holds) {
        return giveBack(generation, holds.stream().map(Return::loose).toList());
    }

    Reply giveBack(long generation, List<Return> returns);

    Reply define(long generation, Definition definition);
}
