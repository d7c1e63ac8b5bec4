package dev.stampede.kind;

/** The rejections that every kind knows. */
public enum CommonRejection implements Rejection {
    NOT_STARTED(Category.CONFLICT),
    ENDED(Category.CONFLICT),
    PAUSED(Category.CONFLICT),
    SOLD_OUT(Category.CONFLICT),
    LIMIT_REACHED(Category.CONFLICT),
    UNKNOWN_OFFER(Category.CONFLICT),
    WRONG_STATE(Category.CONFLICT),
    FORBIDDEN(Category.FORBIDDEN),
    IDEMPOTENCY_MISMATCH(Category.MISMATCH);

    private final Category category;

    CommonRejection(Category category) {
        this.category = category;
    }

    @Override
    public Category category() {
        return category;
    }
}
