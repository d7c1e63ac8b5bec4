package dev.stampede.feed;

import dev.stampede.campaign.Campaign;
import java.util.Optional;

/**
 * What a socket may listen to.
 *
 * @param id of the campaign or the formation; of the shopper for {@code me}
 */
record Topic(Sort sort, String id) {
    /** The first word of a topic. */
    enum Sort {
        CAMPAIGN,
        FORMATION,
        ME
    }

    static Topic campaign(String id) {
        return new Topic(Sort.CAMPAIGN, id);
    }

    static Topic formation(String id) {
        return new Topic(Sort.FORMATION, id);
    }

    static Topic me(String shopperId) {
        return new Topic(Sort.ME, shopperId);
    }

    /** The topic of that name for who is called {@code shopperId}; nothing when there can be no such topic. */
    static Optional<Topic> read(String name, String shopperId) {
        if (name.equals("me")) {
            return Optional.of(me(shopperId));
        }
        int dot = name.indexOf('.');
        String id = name.substring(dot + 1);
        if (dot < 0 || !Campaign.isId(id)) {
            return Optional.empty();
        }
        return switch (name.substring(0, dot)) {
            case "campaign" -> Optional.of(campaign(id));
            case "formation" -> Optional.of(formation(id));
            default -> Optional.empty();
        };
    }

    /** The code for a name that leads nowhere. */
    static String unknown(String name) {
        if (name.startsWith("campaign.")) {
            return "UNKNOWN_CAMPAIGN";
        }
        return name.startsWith("formation.") ? "UNKNOWN_FORMATION" : "NOT_FOUND";
    }

    /** As clients call it. */
    String name() {
        return switch (sort) {
            case CAMPAIGN -> "campaign." + id;
            case FORMATION -> "formation." + id;
            case ME -> "me";
        };
    }
}
