package dev.stampede.formation;

import dev.stampede.kind.Rung;
import dev.stampede.kind.SeatRules;
import dev.stampede.money.Money;

/** What a seat costs in the end, by how many there are. */
final class Ladder {
    private Ladder() {}

    /** The price of the highest rung that so many reach; {@code price} when they reach none. */
    static Money price(SeatRules rules, int size, Money price) {
        Money reached = price;
        for (Rung rung : rules.ladder()) {
            if (rung.size() <= size) {
                reached = rung.price();
            }
        }
        return reached;
    }
}
