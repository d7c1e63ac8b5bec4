package dev.stampede.inventory;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The Redis keys of one campaign. The hash tag keeps them in one slot of a Redis Cluster.
 *
 * @param campaignId a TSID; anything else throws, since it becomes part of keys
 */
public record CampaignKeys(String campaignId) {
    private static final Pattern TSID = Pattern.compile("[0-9A-HJKMNP-TV-Z]{13}");

    public CampaignKeys {
        if (!isId(campaignId)) {
            throw new IllegalArgumentException("not an id");
        }
    }

    /** Whether a text is a well-formed id. */
    public static boolean isId(String text) {
        return TSID.matcher(text).matches();
    }

    /** Every key that a campaign may have, its own hash first: without it no script writes the others. */
    public List<String> all() {
        return List.of(campaign(), request(), shopper(), held(), outbox());
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

    /** Hash: hold id to shopper, sku, units and seat. */
    public String held() {
        return "{c:" + campaignId + "}:held";
    }

    /** Stream of accepted batches, ids {@code generation-sequence}. */
    public String outbox() {
        return "{c:" + campaignId + "}:outbox";
    }
}
