package dev.stampede.kind.groupbuy;

import dev.stampede.kind.Category;
import dev.stampede.kind.Rejection;

/** The rejections that only a group-buy knows. */
public enum GroupBuyRejection implements Rejection {
    UNKNOWN_TEAM,
    TEAM_LIMIT,
    TEAM_CLOSED,
    ALREADY_MEMBER,
    TEAM_FULL;

    @Override
    public Category category() {
        return Category.CONFLICT;
    }
}
