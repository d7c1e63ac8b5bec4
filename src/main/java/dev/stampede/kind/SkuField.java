package dev.stampede.kind;

import dev.stampede.campaign.Campaign;
import dev.stampede.json.Fields;
import java.util.Objects;
import java.util.regex.Pattern;

/** The member {@code sku} of a body. It may be left out while the campaign has one offer. */
public final class SkuField {
    private static final Pattern SKU = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private SkuField() {}

    /** The sku that the body means; the campaign need not have it. */
    public static String read(Fields body, Campaign campaign) {
        return campaign.offers().size() == 1
                ? Objects.requireNonNullElse(
                        body.optionalMatching("sku", SKU),
                        campaign.offers().get(0).sku())
                : body.matching("sku", SKU);
    }
}
