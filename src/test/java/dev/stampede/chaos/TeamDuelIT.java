package dev.stampede.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.chaos.Fellows.Seat;
import dev.stampede.chaos.Rounds.Pair;
import dev.stampede.chaos.Shop.Reply;
import dev.stampede.demo.UnrulyBank;
import dev.stampede.testing.Await;
import dev.stampede.testing.TestDatabase;
import dev.stampede.testing.TestStores;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Two who want something else with one team at the same moment, at a bank that often says no at first. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TeamDuelIT {
    private static final int AT_ONCE = 10;

    private Rig rig;
    private Shop shop;
    private Rounds rounds;

    int rounds() {
        return 20;
    }

    @BeforeAll
    void open(@TempDir Path home) {
        String redis = TestStores.shared().redisUrl();
        String postgres = TestDatabase.another();
        rig = new Rig(home, redis, postgres);
        shop = rig.node(redis, postgres, bank -> new UnrulyBank(bank, new Random(3), 2));
        rounds = new Rounds(rig.vertx(), rounds());
    }

    @AfterAll
    void close() {
        rig.close();
    }

    @Test
    void of_two_at_the_last_seat_one_gets_it() {
        lastSeat(2, AT_ONCE);
    }

    @Test
    void of_fifty_at_the_last_seat_one_gets_it() {
        lastSeat(50, 4);
    }

    private void lastSeat(int rivals, int atOnce) {
        Fellows fellows = teams(2);
        rounds.play(atOnce, round -> fellows.opened("ann-" + round).compose(ann -> {
            List<Future<Reply>> joins = IntStream.range(0, rivals)
                    .mapToObj(rival -> fellows.join("rival-" + round + "-" + rival, ann.formation()))
                    .toList();
            return Future.join(joins).compose(joined -> {
                List<Reply> replies = joins.stream().map(Future::result).toList();
                assertThat(replies)
                        .filteredOn(reply -> reply.status() != 201)
                        .hasSize(rivals - 1)
                        .extracting(Reply::code)
                        .containsOnly("TEAM_FULL");
                int winner = IntStream.range(0, rivals)
                        .filter(rival -> replies.get(rival).status() == 201)
                        .findFirst()
                        .orElseThrow();
                return fellows.seat("rival-" + round + "-" + winner, replies.get(winner))
                        .compose(fellows::pay)
                        .compose(paid -> fellows.pay(ann));
            });
        }));
        assertThat(fellows.formations("formed")).isEqualTo(rounds.count());
        assertThat(fellows.orders("settled")).isEqualTo(2L * rounds.count());
        fellows.check();
    }

    @Test
    void a_shopper_who_joins_on_two_devices_at_once_has_one_seat() {
        Fellows fellows = teams(4);
        rounds.play(AT_ONCE, round -> fellows.opened("ann-" + round).compose(ann -> {
            String same = "device-key-" + round;
            List<Future<Reply>> joins = List.of(
                    fellows.join("bob-" + round, ann.formation(), same),
                    fellows.join("bob-" + round, ann.formation()),
                    fellows.join("bob-" + round, ann.formation(), same));
            return Future.join(joins).map(joined -> {
                List<String> told = joins.stream()
                        .map(Future::result)
                        .map(reply -> reply.status() == 201
                                ? reply.body().at("/order/id").asText()
                                : reply.code())
                        .toList();
                assertThat(told.get(0)).isEqualTo(told.get(2));
                assertThat(told).filteredOn("ALREADY_MEMBER"::equals).hasSizeBetween(1, 2);
                assertThat(told.stream().distinct()).hasSize(2);
                return told;
            });
        }));
        assertThat(rig.sql("SELECT seats FROM formation WHERE campaign_id = $1::text", fellows.campaign()))
                .allMatch(team -> team.getInteger("seats") == 2);
        fellows.check();
    }

    @Test
    void a_team_forms_or_lapses_at_its_deadline_and_never_both() {
        Fellows fellows = teams(2);
        List<Seat> last = rounds.play(AT_ONCE, round -> fellows.opened("ann-" + round)
                .compose(ann -> fellows.pay(ann).compose(paid -> fellows.joined("bob-" + round, ann.formation()))));

        meetTheDeadline(fellows, last, seat -> fellows.pay(seat));

        int teams = rounds.count();
        Await.until("each team has ended", () -> fellows.formations("formed") + fellows.formations("lapsed") == teams);
        long formed = fellows.formations("formed");
        assertThat(formed).as("teams that the last payment formed").isBetween(1L, teams - 1L);
        fellows.awaitOrders("refunded", 2 * (teams - formed));
        assertThat(fellows.orders("settled")).isEqualTo(2 * formed);
        assertThat(fellows.refunds("lapse")).isEqualTo(teams - formed);
        assertThat(fellows.refunds("late")).isEqualTo(teams - formed);
        fellows.check();
    }

    @Test
    void a_payment_that_meets_the_lapse_goes_back_once() {
        Fellows fellows = teams(3);
        List<Seat> bobs = rounds.play(AT_ONCE, round -> fellows.opened("ann-" + round)
                .compose(ann -> fellows.joined("bob-" + round, ann.formation())));

        meetTheDeadline(fellows, bobs, seat -> fellows.pay(seat));

        fellows.awaitFormations("lapsed", rounds.count());
        fellows.awaitOrders("refunded", rounds.count());
        assertThat(fellows.orders("expired"))
                .as("seats of those who did not pay")
                .isEqualTo(rounds.count());
        long late = fellows.refunds("late");
        assertThat(late).as("payments that the lapse was before").isBetween(1L, rounds.count() - 1L);
        assertThat(fellows.refunds("lapse")).isEqualTo(rounds.count() - late);
        fellows.check();
    }

    @Test
    void who_joins_while_the_team_lapses_is_refused_or_lapses_with_it() {
        Fellows fellows = teams(3);
        List<Seat> anns = rounds.play(AT_ONCE, round -> fellows.opened("ann-" + round));

        List<Reply> joins =
                meetTheDeadline(fellows, anns, ann -> fellows.join("friend-of-" + ann.shopper(), ann.formation()));

        fellows.awaitFormations("lapsed", rounds.count());
        long joined = joins.stream().filter(reply -> reply.status() == 201).count();
        assertThat(joined).as("friends who came before the lapse").isBetween(1L, rounds.count() - 1L);
        assertThat(joins)
                .filteredOn(reply -> reply.status() != 201)
                .extracting(Reply::code)
                .containsOnly("TEAM_CLOSED");
        assertThat(fellows.orders("held")).isZero();
        assertThat(fellows.orders("expired")).isEqualTo(rounds.count() + joined);
        fellows.check();
    }

    @Test
    void who_leaves_while_paying_is_in_the_team_or_gets_the_money_back() {
        Fellows fellows = teams(2);
        List<Pair<Reply>> replies = rounds.play(AT_ONCE, round -> fellows.opened("ann-" + round)
                .compose(ann -> fellows.pay(ann).compose(paid -> fellows.joined("bob-" + round, ann.formation())))
                .compose(bob -> rounds.duel(
                        round, () -> fellows.pay(bob), () -> fellows.leave(bob.shopper(), bob.formation()))));

        long left = left(replies);
        assertThat(left).as("rounds that the leaving won").isBetween(1L, rounds.count() - 1L);
        assertThat(fellows.formations("formed")).isEqualTo(rounds.count() - left);
        assertThat(fellows.formations("forming")).isEqualTo(left);
        fellows.awaitOrders("refunded", left);
        assertThat(fellows.orders("settled")).isEqualTo(2 * (rounds.count() - left));
        assertThat(fellows.orders("paid")).as("those who wait for another").isEqualTo(left);
        fellows.check();
    }

    @Test
    void a_leader_who_leaves_while_the_last_seat_is_paid_leads_a_formed_team_or_none() {
        Fellows fellows = teams(2);
        List<Pair<Reply>> replies = rounds.play(AT_ONCE, round -> fellows.opened("ann-" + round)
                .compose(ann -> fellows.pay(ann).compose(paid -> fellows.joined("bob-" + round, ann.formation())))
                .compose(bob -> rounds.duel(
                        round, () -> fellows.pay(bob), () -> fellows.leave("ann-" + round, bob.formation()))));

        long left = left(replies);
        assertThat(left).as("rounds that the leader won").isBetween(1L, rounds.count() - 1L);
        assertThat(fellows.formations("formed")).isEqualTo(rounds.count() - left);
        fellows.awaitOrders("refunded", left);
        assertThat(rig.sql(
                        "SELECT owner_id FROM formation WHERE campaign_id = $1::text AND state = 'forming'"
                                + " AND seats = 1 AND paid = 1 AND slot IS NULL",
                        fellows.campaign()))
                .as("teams that the other leads")
                .hasSize((int) left)
                .allMatch(team -> team.getString("owner_id").startsWith("bob-"));
        fellows.check();
    }

    @Test
    void a_refund_that_fails_is_tried_again_and_holds_up_no_other() {
        Fellows fellows = teams(4);
        List<Seat> anns = rounds.play(AT_ONCE, round -> fellows.opened("ann-" + round));
        for (String name : List.of("bob-", "cleo-")) {
            rounds.play(AT_ONCE, round -> fellows.joined(
                            name + round, anns.get(round).formation())
                    .compose(fellows::pay));
        }
        rounds.play(AT_ONCE, round -> fellows.pay(anns.get(round)));

        fellows.endIn(0, anns.stream().map(Seat::formation).toList());

        fellows.awaitOrders("refunded", 3L * rounds.count());
        assertThat(fellows.refunds("lapse")).isEqualTo(3L * rounds.count());
        assertThat(rig.sql("""
                SELECT min(r.attempts) AS least, max(r.attempts) AS most FROM refund r JOIN orders o ON o.id = r.order_id
                WHERE o.campaign_id = $1::text GROUP BY o.formation_id
                """, fellows.campaign()))
                .as("teams of which some were paid at once and some later")
                .anyMatch(team -> team.getInteger("least") == 1 && team.getInteger("most") > 1);
        fellows.check();
    }

    /** A team of that size that is not over for a long time, and units for all who ask. */
    private Fellows teams(int size) {
        String rules = "{\"teamSize\":" + size + ",\"teamSeconds\":600}";
        return Fellows.of(rig, shop, "group_buy", (size + 1) * rounds.count(), rules);
    }

    /** Each seat's holder does that when the team ends, a bit before or a bit after. */
    private List<Reply> meetTheDeadline(Fellows fellows, List<Seat> seats, Function<Seat, Future<Reply>> what) {
        List<Supplier<Future<Reply>>> sides = seats.stream()
                .map(seat -> (Supplier<Future<Reply>>) () -> what.apply(seat))
                .toList();
        List<String> teams = seats.stream().map(Seat::formation).toList();
        String last = teams.get(teams.size() - 1);
        return rounds.againstTheClock(
                sides,
                (millis, from, to) -> fellows.endIn(millis, teams.subList(from, to)),
                () -> Await.until(
                        "the last team has lapsed",
                        () -> rig.count("SELECT count(*) FROM formation WHERE id = $1::text AND state = 'lapsed'", last)
                                == 1));
    }

    private static long left(List<Pair<Reply>> replies) {
        assertThat(replies).allSatisfy(pair -> {
            boolean isLate = pair.right().status() == 409;
            assertThat(isLate ? pair.right().code() : "").isIn("", "TEAM_CLOSED");
            assertThat(pair.right().status()).isIn(200, 409);
        });
        return replies.stream().filter(pair -> pair.right().status() == 200).count();
    }
}
