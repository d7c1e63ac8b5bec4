package dev.stampede.load;

/**
 * One of the crowd, with the one key of all its clicks.
 *
 * @param number counts from 0
 * @param clicksAtMs when, counted from the opening
 */
record Shopper(int number, String token, long clicksAtMs, boolean pays) {
    /** The key of every purchase that this shopper tries. */
    String key() {
        return "click-" + String.format("%07d", number);
    }
}
