package dev.stampede.campaign;

import java.util.List;

/**
 * What an operator asks to create.
 *
 * @param kind the name of its kind, such as {@code flash_sale}
 * @param offers 1 to 20, in the operator's order, each with its own sku
 */
public record Draft(String kind, Terms terms, List<Offer> offers) {
    public Draft {
        offers = List.copyOf(offers);
    }
}
