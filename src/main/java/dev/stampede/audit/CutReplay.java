package dev.stampede.audit;

import dev.stampede.kind.CutRules;
import dev.stampede.kind.Cuts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Draws the cuts of a formation again from the seed that it was opened with. Pure. */
final class CutReplay {
    private static final int PER_CENT = 100;

    private CutReplay() {}

    /** A cut that was given: how much, and whether a newcomer gave it. */
    record Given(long fen, boolean isNewcomer) {}

    /**
     * What is not as it would be drawn again; nothing when all is.
     *
     * @param goal how many helpers complete it
     * @param startFen the price before the first cut, the owner's own included
     * @param given in their order
     */
    static Optional<String> differs(CutRules rules, int goal, long startFen, List<Given> given) {
        long gap = startFen - rules.floor().fen();
        int own = rules.selfCut() > 0 ? 1 : 0;
        if (!Cuts.areDrawable(gap, goal + own, rules.minCut(), rules.maxCut())) {
            return Optional.of("no %d cuts from %d to %d fen add up to %d"
                    .formatted(goal + own, rules.minCut(), rules.maxCut(), gap));
        }
        List<Long> drawn = Cuts.draw(rules.seed(), gap, goal + own, rules.minCut(), rules.maxCut(), rules.curve());
        long ownFen = own == 0 ? 0 : drawn.get(0);
        List<Long> parts = drawn.subList(own, drawn.size());
        if (ownFen != rules.selfCut() || !parts.equals(rules.parts())) {
            return Optional.of("its seed draws %d and %s, and it has %d and %s"
                    .formatted(ownFen, parts, rules.selfCut(), rules.parts()));
        }
        List<Long> expected = again(rules, parts, gap - ownFen, given);
        List<Long> cut = given.stream().map(Given::fen).toList();
        return expected.equals(cut)
                ? Optional.empty()
                : Optional.of("its helpers cut %s, and were to cut %s".formatted(cut, expected));
    }

    private static List<Long> again(CutRules rules, List<Long> parts, long gap, List<Given> given) {
        List<Long> expected = new ArrayList<>();
        long rest = gap;
        for (int i = 0; i < Math.min(given.size(), parts.size()); i++) {
            int weight = given.get(i).isNewcomer() ? rules.newcomerWeight() : PER_CENT;
            int toCome = parts.size() - i - 1;
            expected.add(Cuts.cut(parts.get(i), weight, rest, toCome, rules.minCut(), rules.maxCut()));
            rest -= given.get(i).fen();
        }
        return expected;
    }
}
