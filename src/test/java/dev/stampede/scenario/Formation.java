package dev.stampede.scenario;

import java.util.List;
import java.util.stream.Stream;

/**
 * What is stored of one formation. A number that its form does not have is -1, a text is empty.
 *
 * @param terms the words of its rules, as the contract of the scripts orders them
 * @param deadline in ms from the start of the story
 * @param count seats taken or cuts given
 * @param newcomers among the seats
 * @param rest still to be cut, in fen
 * @param parts what helpers cut, in fen, between commas
 * @param slot of its opener, while that counts
 * @param claim the order that buys it
 */
record Formation(
        String terms,
        long deadline,
        long count,
        long newcomers,
        long rest,
        String parts,
        String slot,
        String claim,
        boolean closed) {
    String sku() {
        return word(0);
    }

    long goal() {
        return number(1);
    }

    String word(int place) {
        return terms.split(" ", -1)[place];
    }

    long number(int place) {
        return Long.parseLong(word(place));
    }

    boolean flag(int place) {
        return word(place).equals("1");
    }

    long part(long position) {
        return Long.parseLong(parts.split(",", -1)[(int) position - 1]);
    }

    /** With a seat more, or fewer. */
    Formation seating(int more, int newcomersMore) {
        return new Formation(
                terms, deadline, count + more, newcomers + newcomersMore, rest, parts, slot, claim, closed);
    }

    Formation cutting(long fen) {
        return new Formation(terms, deadline, count + 1, newcomers, rest - fen, parts, slot, claim, closed);
    }

    Formation until(long newDeadline) {
        return new Formation(terms, newDeadline, count, newcomers, rest, parts, slot, claim, closed);
    }

    Formation claimedBy(String order) {
        return new Formation(terms, deadline, count, newcomers, rest, parts, slot, order, closed);
    }

    Formation withoutSlot() {
        return new Formation(terms, deadline, count, newcomers, rest, parts, "", claim, closed);
    }

    Formation closing() {
        return new Formation(terms, deadline, count, newcomers, rest, parts, "", claim, true);
    }

    /** What is broken in it, given how many hold a seat or gave a cut, and how many of these are newcomers. */
    List<String> violations(long members, long newcomersAmong) {
        boolean isRight = count == members
                && count <= goal()
                && (newcomers < 0 || newcomers == newcomersAmong)
                && (closed || rest < 0 || (count < goal() ? rest > 0 : rest == 0));
        return Stream.of(this)
                .filter(it -> !isRight)
                .map(it -> "I5: " + it + " of " + members + " with " + newcomersAmong + " newcomers")
                .toList();
    }
}
