package dev.stampede.campaign;

import java.util.Locale;

/** When an accepted action is answered: once its row is committed, or once Redis holds the unit. */
public enum Ack {
    SETTLED,
    RESERVED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
