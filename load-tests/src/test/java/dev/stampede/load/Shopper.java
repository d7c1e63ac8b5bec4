package dev.stampede.load;

/**
 * One of the crowd.
 *
 * @param number counts from 0
 * @param id what the engine calls it
 * @param clicksAtMs when, counted from the opening
 * @param dice from 0 to 99, for what it does with that chance
 */
record Shopper(int number, String id, String token, long clicksAtMs, int dice) {
    /** The key of every try of one thing that this shopper does once. */
    String key(String what) {
        return what + "-" + String.format("%07d", number);
    }

    String bearer() {
        return "Bearer " + token;
    }

    /** The same one, clicking at another time. */
    Shopper clickingAt(long otherMs) {
        return new Shopper(number, id, token, otherMs, dice);
    }

    /** One chance in {@code of}, the same in every run, and another one for each salt. */
    boolean isOneIn(int of, int salt) {
        return Math.floorMod((number + 1) * 0x9E3779B9 + salt * 0x85EBCA6B >>> 7, of) == 0;
    }
}
