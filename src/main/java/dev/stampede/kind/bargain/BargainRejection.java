package dev.stampede.kind.bargain;

import dev.stampede.kind.Category;
import dev.stampede.kind.Rejection;

/** The rejections that only a bargain knows. */
public enum BargainRejection implements Rejection {
    UNKNOWN_CHAIN,
    CHAIN_OPEN,
    CHAIN_CLOSED,
    CHAIN_NOT_DONE,
    OWN_CHAIN,
    ALREADY_ASSISTED,
    ASSIST_LIMIT,
    NOT_OWNER,
    ALREADY_CLAIMED;

    @Override
    public Category category() {
        return Category.CONFLICT;
    }
}
