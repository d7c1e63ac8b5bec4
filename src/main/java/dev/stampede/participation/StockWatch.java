package dev.stampede.participation;

import dev.stampede.campaign.Campaign;
import java.util.Map;

/** Hears what batches learn about the stock; called on the event loop of the batch. */
public interface StockWatch {
    /**
     * What is left after a batch.
     *
     * @param stockVersion raised by every change of stock
     * @param left units by sku, of the offers that the batch asked for
     */
    void left(Campaign campaign, long stockVersion, Map<String, Long> left);
}
