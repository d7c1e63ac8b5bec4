package dev.stampede.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.chaos.Fellows.Seat;
import dev.stampede.chaos.Rounds.Pair;
import dev.stampede.chaos.Shop.Reply;
import dev.stampede.testing.Await;
import dev.stampede.testing.TestDatabase;
import dev.stampede.testing.TestStores;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two who want something else with one chain at the same moment. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChainDuelIT {
    private static final int AT_ONCE = 10;
    private static final int GAP_FEN = 290;

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
        shop = rig.node(redis, postgres);
        rounds = new Rounds(rig.vertx(), rounds());
    }

    @AfterAll
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"at_claim", "at_floor"})
    void of_two_last_helpers_one_brings_the_chain_to_its_floor(String holdStock) {
        Fellows fellows = chains(3, holdStock);
        rounds.play(AT_ONCE, round -> fellows.chain("ann-" + round, 2).compose(chain -> {
            Future<Reply> one = fellows.assist("bob-" + round, chain);
            Future<Reply> other = fellows.assist("cleo-" + round, chain);
            return Future.join(one, other).map(both -> {
                assertThat(List.of(one.result().status(), other.result().status()))
                        .containsExactlyInAnyOrder(200, 409);
                assertThat(one.result().code() + other.result().code()).isEqualTo("CHAIN_CLOSED");
                return chain;
            });
        }));
        assertThat(fellows.formations("formed")).isEqualTo(rounds.count());
        assertThat(cuts(fellows)).allMatch(chain -> chain.getLong("fen") == GAP_FEN && chain.getLong("helpers") == 3);
        fellows.check();
    }

    @Test
    void a_helper_who_helps_a_hundred_times_at_once_cuts_once() {
        Fellows fellows = chains(3, "at_claim");
        rounds.play(4, round -> fellows.chain("ann-" + round, 0).compose(chain -> {
            List<Future<Reply>> assists = IntStream.range(0, 100)
                    .mapToObj(time -> fellows.assist("bob-" + round, chain))
                    .toList();
            return Future.join(assists).map(done -> {
                List<Reply> replies = assists.stream().map(Future::result).toList();
                assertThat(replies)
                        .filteredOn(reply -> reply.status() != 200)
                        .hasSize(99)
                        .extracting(Reply::code)
                        .containsOnly("ALREADY_ASSISTED");
                return chain;
            });
        }));
        assertThat(cuts(fellows)).hasSize(rounds.count()).allMatch(chain -> chain.getLong("helpers") == 1);
        fellows.check();
    }

    @ParameterizedTest
    @ValueSource(strings = {"at_claim", "at_floor"})
    void of_two_claims_at_once_one_buys(String holdStock) {
        Fellows fellows = chains(1, holdStock);
        rounds.play(AT_ONCE, round -> fellows.chain("ann-" + round, 1).compose(chain -> {
            Future<Reply> one = fellows.claim("ann-" + round, chain);
            Future<Reply> other = fellows.claim("ann-" + round, chain);
            return Future.join(one, other).compose(both -> {
                assertThat(List.of(one.result().status(), other.result().status()))
                        .containsExactlyInAnyOrder(201, 409);
                assertThat(one.result().code() + other.result().code()).isEqualTo("ALREADY_CLAIMED");
                return fellows.seat("ann-" + round, one.result().status() == 201 ? one.result() : other.result())
                        .compose(fellows::pay);
            });
        }));
        assertThat(fellows.formations("claimed")).isEqualTo(rounds.count());
        assertThat(fellows.orders("settled")).isEqualTo(rounds.count());
        fellows.check();
    }

    @Test
    void a_stranger_who_claims_with_the_owner_gets_nothing() {
        Fellows fellows = chains(1, "at_floor");
        rounds.play(AT_ONCE, round -> fellows.chain("ann-" + round, 1).compose(chain -> rounds.duel(
                        round, () -> fellows.claim("thief-" + round, chain), () -> fellows.claim("ann-" + round, chain))
                .map(pair -> {
                    assertThat(pair.left().code()).isEqualTo("NOT_OWNER");
                    assertThat(pair.right().status()).isEqualTo(201);
                    return pair;
                })));
        assertThat(fellows.orders("held")).isEqualTo(rounds.count());
        fellows.check();
    }

    @Test
    void a_claim_before_the_floor_and_the_next_helper_agree_on_the_price() {
        Fellows fellows = Fellows.of(rig, shop, "bargain", rounds.count() + 1, """
                {"helpers":3,"floorFen":%d,"buyBeforeFloor":true}""".formatted(990 - GAP_FEN));
        List<Pair<Reply>> replies = rounds.play(AT_ONCE, round -> fellows.chain("ann-" + round, 1)
                .compose(chain -> rounds.duel(
                        round,
                        () -> fellows.assist("bob-" + round, chain),
                        () -> fellows.claim("ann-" + round, chain))));
        assertThat(replies).extracting(pair -> pair.right().status()).containsOnly(201);
        assertThat(replies).extracting(pair -> pair.left().code()).containsOnly("", "CHAIN_CLOSED");
        assertThat(replies.stream().filter(pair -> pair.left().status() == 200).count())
                .as("helpers who were before the claim")
                .isBetween(1L, rounds.count() - 1L);
        fellows.check();
    }

    @Test
    void who_helps_while_the_chain_lapses_is_refused_or_counted_in_it() {
        Fellows fellows = chains(3, "at_floor");
        List<String> chains = rounds.play(AT_ONCE, round -> fellows.chain("ann-" + round, 1));

        List<Reply> replies = againstTheClock(
                chains,
                round -> fellows.assist("bob-" + round, chains.get(round)),
                (millis, from, to) -> fellows.endIn(millis, chains.subList(from, to)),
                "SELECT count(*) FROM formation WHERE id = $1::text AND state = 'lapsed'");

        fellows.awaitFormations("lapsed", rounds.count());
        long helped = replies.stream().filter(reply -> reply.status() == 200).count();
        assertThat(helped).as("helpers who came before the lapse").isBetween(1L, rounds.count() - 1L);
        assertThat(replies)
                .filteredOn(reply -> reply.status() != 200)
                .extracting(Reply::code)
                .containsOnly("CHAIN_CLOSED");
        assertThat(cuts(fellows).stream()
                        .mapToLong(chain -> chain.getLong("helpers"))
                        .sum())
                .isEqualTo(rounds.count() + helped);
        fellows.check();
    }

    @ParameterizedTest
    @ValueSource(strings = {"at_claim", "at_floor"})
    void a_claim_that_expires_while_it_is_paid_buys_or_gives_the_chain_back(String holdStock) {
        Fellows fellows = chains(1, holdStock);
        List<Seat> claims = rounds.play(AT_ONCE, round -> fellows.chain("ann-" + round, 1)
                .compose(chain -> fellows.claim("ann-" + round, chain))
                .compose(reply -> fellows.seat("ann-" + round, reply)));
        List<String> orders = claims.stream().map(Seat::order).toList();

        againstTheClock(
                orders,
                round -> fellows.pay(claims.get(round)),
                (millis, from, to) -> rig.sql(
                        "UPDATE orders SET pay_by = now() + $2::int * interval '1 millisecond'"
                                + " WHERE id = ANY ($1::text[]) AND state = 'held'",
                        orders.subList(from, to).toArray(String[]::new),
                        (int) millis),
                "SELECT count(*) FROM orders WHERE id = $1::text AND state <> 'held'");

        Await.until(
                "each claim bought or its money went back",
                () -> fellows.orders("settled") + fellows.orders("refunded") == rounds.count());
        long lost = fellows.orders("refunded");
        assertThat(lost).as("claims that expired").isBetween(1L, rounds.count() - 1L);
        assertThat(fellows.formations("claimed")).isEqualTo(rounds.count() - lost);
        assertThat(fellows.refunds("late")).isEqualTo(lost);
        claimAgain(fellows, claims);
        fellows.check();
    }

    /** Who lost the claim has the chain, at its price; who bought has it no more. */
    private void claimAgain(Fellows fellows, List<Seat> claims) {
        Await.until(
                "the units are back",
                () -> rig.count(
                                "SELECT count(*) FROM release WHERE campaign_id = $1::text AND done_at IS NULL",
                                fellows.campaign())
                        == 0);
        rounds.play(AT_ONCE, round -> {
            Seat claim = claims.get(round);
            return fellows.claim(claim.shopper(), claim.formation()).compose(reply -> {
                if (reply.status() != 201) {
                    assertThat(reply.code()).isEqualTo("CHAIN_CLOSED");
                    return Future.succeededFuture(reply);
                }
                assertThat(reply.body().at("/order/amountFen").asInt()).isEqualTo(990 - GAP_FEN);
                return fellows.seat(claim.shopper(), reply).compose(fellows::pay);
            });
        });
        assertThat(fellows.formations("claimed")).isEqualTo(rounds.count());
        assertThat(fellows.orders("settled")).isEqualTo(rounds.count());
    }

    /** Chains of that many helpers that are not over for a day, and a unit for each. */
    private Fellows chains(int helpers, String holdStock) {
        String rules = """
                {"helpers":%d,"floorFen":%d,"holdStock":"%s"}""".formatted(helpers, 990 - GAP_FEN, holdStock);
        return Fellows.of(rig, shop, "bargain", rounds.count() + 1, rules);
    }

    private List<Reply> againstTheClock(
            List<String> ids, IntFunction<Future<Reply>> side, Rounds.Clock set, String isOver) {
        List<Supplier<Future<Reply>>> sides = IntStream.range(0, ids.size())
                .mapToObj(round -> (Supplier<Future<Reply>>) () -> side.apply(round))
                .toList();
        String last = ids.get(ids.size() - 1);
        return rounds.againstTheClock(
                sides, set, () -> Await.until("the last one is over", () -> rig.count(isOver, last) == 1));
    }

    private List<Row> cuts(Fellows fellows) {
        return rig.sql("""
                SELECT count(*) AS helpers, sum(cut_fen)::bigint AS fen FROM cut
                WHERE campaign_id = $1::text AND void_reason IS NULL GROUP BY formation_id
                """, fellows.campaign());
    }
}
