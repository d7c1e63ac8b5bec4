package dev.stampede.participation;

/**
 * A Bloom filter of names. It never says no to a name that was added; at the count that it was made for it says yes to about one
 * other in 700. Not safe to add to from several threads.
 */
final class NameFilter {
    private static final int BITS_A_NAME = 16;
    private static final int PROBES = 5;
    private static final int LEAST_WORDS = 16;

    private final int names;
    private final long[] words;
    private final int mask;

    /** @param names how many will be added, at most 10 million */
    NameFilter(int names) {
        this.names = names;
        int least = Math.max(LEAST_WORDS, Math.multiplyExact(names, BITS_A_NAME) / Long.SIZE);
        this.words = new long[Math.max(LEAST_WORDS, Integer.highestOneBit(2 * least - 1))];
        this.mask = words.length * Long.SIZE - 1;
    }

    /** How many it was made for. */
    int names() {
        return names;
    }

    void add(String name) {
        long hash = hash(name);
        for (int probe = 0; probe < PROBES; probe++) {
            int bit = bit(hash, probe);
            words[bit >>> 6] |= 1L << bit;
        }
    }

    /** Whether the name may have been added; no is certain. */
    boolean mayHave(String name) {
        long hash = hash(name);
        for (int probe = 0; probe < PROBES; probe++) {
            int bit = bit(hash, probe);
            if ((words[bit >>> 6] & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Its size, in units of 1,024 bytes, rounded up. */
    int kilobytes() {
        return (words.length * Long.BYTES + 1_023) / 1_024;
    }

    private int bit(long hash, int probe) {
        return (int) hash + probe * ((int) (hash >>> 32) | 1) & mask;
    }

    /** FNV-1a, with its high bits mixed into the low ones. */
    private static long hash(String name) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        return hash ^ hash >>> 33;
    }
}
