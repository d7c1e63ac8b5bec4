package dev.stampede.inventory;

import dev.stampede.campaign.Campaign;
import java.util.List;
import java.util.stream.Stream;

/**
 * The Redis keys of one campaign. The hash tag keeps them in one slot of a Redis Cluster.
 *
 * @param campaignId a TSID; anything else throws, since it becomes part of keys
 */
public record CampaignKeys(String campaignId) {
    public CampaignKeys {
        if (!Campaign.isId(campaignId)) {
            throw new IllegalArgumentException("not an id");
        }
    }

    /** Every key that a campaign may have, its own hash first: without it no script writes the others. */
    public List<String> all() {
        return Stream.concat(Stream.of(campaign()), rest().stream()).toList();
    }

    /** Hash: generation, sequence, batch, revision, gate, fence, times, limit, stockVersion, and counts per offer. */
    public String campaign() {
        return "{c:" + campaignId + "}:campaign";
    }

    /** Hash: {@code shopper|request key} to fingerprint, outcome id, generation and sequence. */
    public String request() {
        return "{c:" + campaignId + "}:request";
    }

    /** Hash: shopper to units held or bought. */
    public String shopper() {
        return "{c:" + campaignId + "}:shopper";
    }

    /**
     * Hash: hold id to shopper, sku, units and seat: the formation, or a dash. With a seat follows a mark: of an order {@code n}
     * for a newcomer or a dash, of a cut the day.
     */
    public String held() {
        return "{c:" + campaignId + "}:held";
    }

    /** Stream of accepted batches, ids {@code generation-sequence}. */
    public String outbox() {
        return "{c:" + campaignId + "}:outbox";
    }

    /**
     * Hash of formations, fields by what they hold: {@code terms:<id>} as a formation's rules write them, {@code deadline:},
     * {@code count:} of seats taken or cuts given, {@code newcomers:} among the seats, {@code rest:} that is still to be cut in
     * fen, {@code parts:} that helpers cut, {@code slot:} of the opener, {@code claim:} the order that buys it, and {@code
     * closed:} once nobody can change it any more.
     */
    public String formation() {
        return "{c:" + campaignId + "}:formation";
    }

    /** Hash: {@code formation|shopper} to the hold of the seat, or the id of the cut. */
    public String member() {
        return "{c:" + campaignId + "}:member";
    }

    /** Hash: slot to the number of open formations that have it. */
    public String slot() {
        return "{c:" + campaignId + "}:slot";
    }

    /** Hash: helper to cuts given in the campaign, and {@code helper|day} to those of that day. */
    public String tally() {
        return "{c:" + campaignId + "}:tally";
    }

    /** All keys but {@link #campaign}. */
    public List<String> rest() {
        return List.of(request(), shopper(), held(), formation(), member(), slot(), tally(), outbox());
    }

    /** The key that scripts call by that name; another name throws {@link IllegalArgumentException}. */
    public String named(String name) {
        return switch (name) {
            case "campaign" -> campaign();
            case "request" -> request();
            case "shopper" -> shopper();
            case "held" -> held();
            case "outbox" -> outbox();
            case "formation" -> formation();
            case "member" -> member();
            case "slot" -> slot();
            case "tally" -> tally();
            default -> throw new IllegalArgumentException("no key is called " + name);
        };
    }
}
