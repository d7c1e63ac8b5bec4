package dev.stampede.kind;

import dev.stampede.campaign.Campaign;
import dev.stampede.json.Fields;
import java.util.Objects;

/** The member {@code sku} of a body. It may be left out while the campaign has one offer. */
public final class SkuField {
    private SkuField() {}

    /** The sku that the body means; the campaign need not have it. */
    public static String read(Fields body, Campaign campaign) {
        return campaign.offers().size() == 1
                ? Objects.requireNonNullElse(
                        body.optionalName("sku"), campaign.offers().get(0).sku())
                : body.name("sku");
    }
}
