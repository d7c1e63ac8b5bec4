package dev.stampede.settlement;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.formation.Formation;
import dev.stampede.formation.PgDeadlines;
import dev.stampede.formation.PgLedger;
import dev.stampede.json.Json;
import dev.stampede.kind.Curve;
import dev.stampede.kind.CutGiven;
import dev.stampede.kind.CutRules;
import dev.stampede.kind.FormationOpened;
import dev.stampede.kind.FormationRules;
import dev.stampede.kind.Membership;
import dev.stampede.kind.Opening;
import dev.stampede.kind.OrderHeld;
import dev.stampede.kind.Outcome;
import dev.stampede.kind.Reward;
import dev.stampede.kind.RewardStep;
import dev.stampede.kind.SeatRules;
import dev.stampede.money.Money;
import dev.stampede.postgres.PgPools;
import dev.stampede.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A settling transaction tells of formations from its own picture: it must be what their rows say. */
class SettledFormationsIT {
    private static final int ROUNDS = 60;
    private static final int GOAL = 4;
    private static final Money PRICE = Money.ofFen(990);
    private static final SeatRules SEATS = new SeatRules(0, 0, false, true, List.of());
    private static final Reward MUG =
            new Reward("mug", Json.object().put("size", 2).put("colour", "blue"));
    private static final CutRules CUTS = new CutRules(
            Money.ofFen(890),
            1,
            100,
            Curve.EVEN,
            100,
            10,
            7,
            List.of(25L, 25L, 25L, 25L),
            true,
            true,
            600,
            List.of(new RewardStep(2, MUG, MUG), new RewardStep(GOAL, MUG, null)));

    private final Road road = new Road();
    private final String campaign = road.open(10_000);
    private final SqlConnection db = get(PgPools.connect(TestDatabase.shared().vertx(), road.url));
    private final PgSettling settling = road.settling(road.redis);
    private final PgDeadlines deadlines = new PgDeadlines(road.pool, road.ids);
    private final Random random = new Random(5);
    private final List<String> teams = new ArrayList<>();
    private final List<String> chains = new ArrayList<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private long sequence;
    private String previous = road.field(campaign, "batch");
    private int shoppers;

    @AfterEach
    void disconnect() {
        get(db.close());
    }

    @Test
    void what_is_told_of_a_formation_is_what_its_rows_say() {
        int told = 0;
        int refused = 0;
        int full = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<Entry> entries = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(3); i++) {
                entries.add(entry());
            }
            for (Verdict verdict : get(settling.run(db, entries)).values()) {
                assertThat(verdict.kind()).isEqualTo(Verdict.Kind.APPLIED);
                for (Settled settled : verdict.settled()) {
                    Formation formation = settled.formation();
                    if (formation != null) {
                        assertThat(formation).isEqualTo(row(formation.id()));
                        told++;
                        refused += settled.isVoid() ? 1 : 0;
                        full += formation.members().size() == GOAL ? 1 : 0;
                    }
                }
            }
            meanwhile();
        }
        assertThat(List.of(told, refused, full)).allMatch(times -> times > 20);
    }

    @Test
    void of_a_formation_that_is_missing_nothing_is_told() {
        Entry entry = entry(List.of(seat(road.ids.get(), null), cut(road.ids.get(), 1)));

        assertThat(of(get(settling.run(db, List.of(entry))), entry).settled())
                .allMatch(Settled::isVoid)
                .allMatch(settled -> settled.formation() == null);
    }

    @Test
    void formations_of_an_entry_that_was_found_under_the_lock_are_locked_too() {
        get(settling.run(db, List.of(entry(List.of(opensTeam(), opensTeam())))));
        Entry missing = entry(List.of(seat(teams.get(0), null)));
        Entry known = entry(List.of(seat(teams.get(1), null)));
        PgSettlement settlement = new PgSettlement(
                road.ids, (campaignId, generation, from, to) -> Future.succeededFuture(List.of(missing)));

        Map<Entry, Verdict> verdicts =
                get(new PgSettling(settlement, new PgRejection(road.ids)).run(db, List.of(known)));

        assertThat(of(verdicts, missing).settled()).noneMatch(Settled::isVoid);
        assertThat(of(verdicts, known).settled()).noneMatch(Settled::isVoid);
        assertThat(teams).allMatch(team -> row(team).seats() == 2);
    }

    @Test
    void an_outcome_that_no_column_takes_is_set_aside_and_holds_up_nobody() {
        get(settling.run(db, List.of(entry(List.of(opensTeam())))));
        Entry poison = entry(List.of(seat(teams.get(0), null, "a\u0000shopper")));
        Entry next = entry(List.of(seat(teams.get(0), null)));

        Map<Entry, Verdict> verdicts = get(settling.run(db, List.of(poison, next)));

        assertThat(of(verdicts, poison).kind()).isEqualTo(Verdict.Kind.REJECTED);
        assertThat(of(verdicts, next).kind()).isEqualTo(Verdict.Kind.APPLIED);
        assertThat(row(teams.get(0)).members()).hasSize(2);
    }

    /** A few outcomes of teams and chains that are opened, filled, completed and claimed; some come too late. */
    private Entry entry() {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            switch (random.nextInt(teams.isEmpty() || chains.isEmpty() ? 2 : 8)) {
                case 0 -> outcomes.add(opensTeam());
                case 1 -> outcomes.add(opensChain());
                case 2, 3, 4 -> outcomes.add(seat(some(teams), null));
                case 5 -> outcomes.add(seat(some(chains), null));
                default -> outcomes.add(nextCut(some(chains)));
            }
        }
        return entry(outcomes);
    }

    private Entry entry(List<Outcome> outcomes) {
        sequence++;
        String batch = HexFormat.of().toHexDigits(sequence);
        long generation = Long.parseLong(road.field(campaign, "generation"));
        Entry entry = new Entry(
                campaign, generation, sequence, batch, previous, Instant.now().toEpochMilli(), outcomes, null);
        previous = batch;
        return entry;
    }

    /** Most come to the formations that were opened last, so that these fill. */
    private String some(List<String> formations) {
        return formations.get(Math.max(0, formations.size() - 1 - random.nextInt(4)));
    }

    private Outcome opensTeam() {
        teams.add(road.ids.get());
        return seat(teams.get(teams.size() - 1), opening(SEATS));
    }

    private Outcome opensChain() {
        String id = road.ids.get();
        chains.add(id);
        String owner = shopper();
        return new FormationOpened(id, owner, "key-" + owner, "ab", Road.SKU, null, opening(CUTS));
    }

    private static Opening opening(FormationRules rules) {
        return new Opening(
                "slot", GOAL, PRICE, rules, Instant.now().plusSeconds(600).toEpochMilli());
    }

    private OrderHeld seat(String formation, @Nullable Opening opening) {
        return seat(formation, opening, shopper());
    }

    private OrderHeld seat(String formation, @Nullable Opening opening, String shopper) {
        return new OrderHeld(
                road.ids.get(),
                shopper,
                "key-" + shopper,
                "ab",
                Road.SKU,
                1,
                PRICE,
                null,
                new Membership(formation, random.nextBoolean(), "CLOSED", opening));
    }

    /** Now and then one that another has given before. */
    private CutGiven nextCut(String chain) {
        return cut(chain, random.nextInt(5) == 0 ? 1 : positions.merge(chain, 1, Integer::sum));
    }

    private CutGiven cut(String chain, int position) {
        String helper = shopper();
        boolean isLast = position == GOAL;
        return new CutGiven(
                road.ids.get(),
                helper,
                "key-" + helper,
                "ab",
                chain,
                Road.SKU,
                position,
                Money.ofFen(20),
                isLast ? Instant.now().plusSeconds(600).toEpochMilli() : 0,
                isLast ? "owner" : "",
                false,
                0,
                "CLOSED",
                null);
    }

    private String shopper() {
        return "shopper-" + ++shoppers;
    }

    /** Members leave and formations lapse between two transactions. */
    private void meanwhile() {
        if (!teams.isEmpty() && random.nextInt(3) == 0) {
            road.sql("""
                    WITH gone AS (
                      UPDATE orders SET state = 'cancelled' WHERE id = (
                        SELECT o.id FROM orders o JOIN formation f ON f.id = o.formation_id
                        WHERE f.id = $1::text AND f.form = 'seats' AND f.state = 'forming' AND o.state = 'held'
                        ORDER BY o.id LIMIT 1)
                      RETURNING formation_id, is_newcomer)
                    UPDATE formation f SET seats = seats - 1, newcomers = newcomers - gone.is_newcomer::int
                    FROM gone WHERE f.id = gone.formation_id""", some(teams));
        }
        if (!teams.isEmpty() && random.nextInt(4) == 0) {
            List<String> kind = random.nextBoolean() || chains.isEmpty() ? teams : chains;
            road.sql("UPDATE formation SET deadline_at = now() - interval '1 second' WHERE id = $1::text", some(kind));
            get(deadlines.step());
        }
    }

    private static Verdict of(Map<Entry, Verdict> verdicts, Entry entry) {
        return Objects.requireNonNull(verdicts.get(entry));
    }

    private Formation row(String id) {
        return Objects.requireNonNull(get(PgLedger.find(road.pool, Set.of(id))).get(id));
    }
}
