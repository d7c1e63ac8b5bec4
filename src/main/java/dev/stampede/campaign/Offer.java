package dev.stampede.campaign;

import dev.stampede.money.Money;

/**
 * One thing on sale in a campaign.
 *
 * @param sku its name within the campaign, {@code [A-Za-z0-9_-]{1,64}}
 * @param name what shoppers read
 * @param price what one unit costs
 * @param listPrice what it costs elsewhere, at least {@code price}
 * @param granted the sum of all units ever added, never lowered
 */
public record Offer(String sku, String name, Money price, Money listPrice, long granted) {}
