package dev.stampede.campaign;

import java.util.List;

/**
 * A campaign and what is left of it.
 *
 * @param stock one for each offer of the campaign, in the same order
 */
public record CampaignWithStock(Campaign campaign, List<OfferStock> stock) {
    public CampaignWithStock {
        stock = List.copyOf(stock);
    }
}
