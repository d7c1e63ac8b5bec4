package dev.stampede.order;

import org.jspecify.annotations.Nullable;

/** Which orders a list holds; a null member asks for nothing. */
public record OrderFilter(
        @Nullable String campaignId,
        @Nullable OrderState state,
        @Nullable String shopperId) {
    public static OrderFilter ofShopper(String shopperId) {
        return new OrderFilter(null, null, shopperId);
    }
}
