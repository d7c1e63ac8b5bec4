package dev.stampede.kind;

import dev.stampede.money.Money;

/** One step of a ladder: from {@code size} members on, a seat costs {@code price}. */
public record Rung(int size, Money price) {}
