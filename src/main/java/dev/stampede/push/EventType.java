package dev.stampede.push;

import java.util.Arrays;
import java.util.Locale;

/** What is told outside. Rows of other types stay inside. */
public enum EventType {
    CAMPAIGN_ANNOUNCED,
    CAMPAIGN_OPENED,
    CAMPAIGN_SOLD_OUT,
    CAMPAIGN_RESTOCKED,
    CAMPAIGN_ENDED,
    ORDER_HELD,
    ORDER_PAID,
    ORDER_SETTLED,
    ORDER_EXPIRED,
    ORDER_CANCELLED,
    ORDER_REFUNDED,
    FORMATION_OPENED,
    FORMATION_ADVANCED,
    FORMATION_FORMED,
    FORMATION_LAPSED;

    /** The word on the wire and in the table, such as {@code campaign.sold_out}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replaceFirst("_", ".");
    }

    /** All words. */
    static String[] words() {
        return Arrays.stream(values()).map(EventType::word).toArray(String[]::new);
    }
}
