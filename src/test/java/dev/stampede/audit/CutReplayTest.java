package dev.stampede.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.audit.CutReplay.Given;
import dev.stampede.kind.Curve;
import dev.stampede.kind.CutRules;
import dev.stampede.kind.Cuts;
import dev.stampede.money.Money;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A formation from 990 fen down to 490 with four helpers, the second one a newcomer. */
class CutReplayTest {
    private static final int HELPERS = 4;
    private static final long START = 990;
    private static final List<Long> DRAWN = Cuts.draw(7, 500, HELPERS, 50, 300, Curve.FRONT);

    @Test
    void what_was_drawn_is_drawn_again() {
        assertThat(CutReplay.differs(rules(7, 0, DRAWN), HELPERS, START, given()))
                .isEmpty();
        assertThat(CutReplay.differs(rules(7, 0, DRAWN), HELPERS, START, given().subList(0, 2)))
                .isEmpty();
        assertThat(given().stream().mapToLong(Given::fen).sum()).isEqualTo(500);
    }

    @Test
    void an_owners_own_cut_is_one_part_more() {
        List<Long> five = Cuts.draw(7, 500, HELPERS + 1, 50, 300, Curve.FRONT);

        assertThat(CutReplay.differs(rules(7, five.get(0), five.subList(1, 5)), HELPERS, START, List.of()))
                .isEmpty();
        assertThat(CutReplay.differs(rules(7, five.get(0) + 1, five.subList(1, 5)), HELPERS, START, List.of()))
                .isPresent();
    }

    @Test
    void another_seed_another_part_and_another_cut_are_seen() {
        List<Given> more = new ArrayList<>(given());
        more.set(0, new Given(more.get(0).fen() + 1, false));

        assertThat(CutReplay.differs(rules(8, 0, DRAWN), HELPERS, START, List.of()))
                .hasValueSatisfying(detail -> assertThat(detail).startsWith("its seed draws"));
        assertThat(CutReplay.differs(rules(7, 0, DRAWN), HELPERS, START, more))
                .hasValueSatisfying(detail -> assertThat(detail).startsWith("its helpers cut"));
        assertThat(CutReplay.differs(rules(7, 0, DRAWN), 1, START, List.of()))
                .hasValue("no 1 cuts from 50 to 300 fen add up to 500");
    }

    private static List<Given> given() {
        List<Given> given = new ArrayList<>();
        long rest = 500;
        for (int i = 0; i < HELPERS; i++) {
            boolean isNewcomer = i == 1;
            long fen = Cuts.cut(DRAWN.get(i), isNewcomer ? 200 : 100, rest, HELPERS - i - 1, 50, 300);
            given.add(new Given(fen, isNewcomer));
            rest -= fen;
        }
        return given;
    }

    private static CutRules rules(long seed, long selfCut, List<Long> parts) {
        return new CutRules(
                Money.ofFen(490), 50, 300, Curve.FRONT, 200, selfCut, seed, parts, false, false, 600, List.of());
    }
}
