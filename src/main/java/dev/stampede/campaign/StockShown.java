package dev.stampede.campaign;

import java.util.Locale;

/** What shoppers learn about the stock: the number left, a percentage sold, or nothing. */
public enum StockShown {
    EXACT,
    BAR,
    HIDDEN;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
