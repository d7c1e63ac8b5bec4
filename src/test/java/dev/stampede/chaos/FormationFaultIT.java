package dev.stampede.chaos;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.chaos.Fellows.Seat;
import dev.stampede.chaos.Shop.Reply;
import dev.stampede.testing.Await;
import dev.stampede.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that loses everything while teams are half full and chains are half cut. */
class FormationFaultIT {
    private static final int FLOOR_FEN = 700;

    @TempDir
    Path home;

    private RedisProcess redis;
    private Rig rig;
    private Shop shop;

    @BeforeEach
    void open() {
        String postgres = TestDatabase.another();
        redis = RedisProcess.start(home);
        rig = new Rig(home, redis.url(), postgres);
        rig.atEnd(redis::close);
        shop = rig.node(redis.url(), postgres);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void teams_go_on_where_they_were_when_redis_has_lost_everything() {
        Fellows fellows =
                Fellows.of(rig, shop, "group_buy", 12, "{\"teamSize\":3,\"teamSeconds\":600,\"minNewcomers\":1}");
        Seat ann = get(fellows.opened("ann"));
        Seat full = get(fellows.opened("dora"));
        Seat emil = get(fellows.joined("emil", full.formation()));
        Seat fred = get(fellows.joined("fred", full.formation()));
        Stream.of(full, emil, fred).forEach(seat -> get(fellows.pay(seat)));
        get(fellows.pay(ann));
        Reply bob = get(fellows.join("bob", ann.formation(), "bobs-own-key"));
        Seat lapsed = get(fellows.opened("gina"));
        fellows.endIn(0, List.of(lapsed.formation()));
        fellows.awaitFormations("lapsed", 1);

        flush(fellows);

        Reply again = get(fellows.join("bob", ann.formation(), "bobs-own-key"));
        assertThat(again.isReplay()).isTrue();
        assertThat(again.body().at("/order/id")).isEqualTo(bob.body().at("/order/id"));
        assertThat(get(fellows.join("bob", ann.formation())).code()).isEqualTo("ALREADY_MEMBER");
        assertThat(get(fellows.begin("ann", "open_team")).code()).isEqualTo("TEAM_LIMIT");
        assertThat(get(fellows.join("late", lapsed.formation())).code()).isEqualTo("TEAM_CLOSED");
        assertThat(get(fellows.join("late", full.formation())).code()).isEqualTo("TEAM_CLOSED");
        assertThat(get(fellows.begin("gina", "open_team")).status()).isEqualTo(201);
        assertThat(get(fellows.begin("dora", "open_team")).status()).isEqualTo(201);
        Seat cleo = get(fellows.joined("cleo", ann.formation()));
        assertThat(get(fellows.join("late", ann.formation())).code()).isEqualTo("TEAM_FULL");
        get(fellows.pay(cleo));
        get(fellows.pay(get(fellows.seat("bob", bob))));
        assertThat(fellows.formations("formed")).isEqualTo(2);
        fellows.check();
    }

    @Test
    void chains_go_on_where_they_were_when_redis_has_lost_everything() {
        Fellows fellows = Fellows.of(rig, shop, "bargain", 3, """
                {"helpers":3,"floorFen":%d,"holdStock":"at_floor","maxAssistsPerDay":2}""".formatted(FLOOR_FEN));
        String half = get(fellows.chain("ann", 1));
        String complete = get(fellows.chain("dora", 3));
        String claimed = get(fellows.chain("emil", 3));
        get(fellows.claim("emil", claimed));
        for (String chain : List.of(half, get(fellows.chain("fred", 0)))) {
            assertThat(get(fellows.assist("bob", chain)).status()).isEqualTo(200);
        }
        String other = get(fellows.chain("gina", 0));

        flush(fellows);

        assertThat(get(fellows.begin("ann", "start_chain")).code()).isEqualTo("CHAIN_OPEN");
        assertThat(get(fellows.assist("bob", half)).code()).isEqualTo("ALREADY_ASSISTED");
        assertThat(get(fellows.assist("bob", other)).code()).isEqualTo("ASSIST_LIMIT");
        assertThat(get(fellows.assist("late", complete)).code()).isEqualTo("CHAIN_CLOSED");
        assertThat(get(fellows.claim("emil", claimed)).code()).isEqualTo("ALREADY_CLAIMED");
        Reply last = get(fellows.assist("cleo", half));
        assertThat(last.body().at("/formation/priceFen").asInt()).isEqualTo(FLOOR_FEN);
        assertThat(get(fellows.begin("hugo", "start_chain")).code())
                .as("the floor of three chains took all units")
                .isEqualTo("SOLD_OUT");
        for (String owner : List.of("ann", "dora")) {
            Reply bought = get(fellows.claim(owner, owner.equals("ann") ? half : complete));
            get(fellows.pay(get(fellows.seat(owner, bought))));
        }
        assertThat(fellows.formations("claimed")).isEqualTo(2);
        fellows.check();
    }

    @Test
    void what_was_taken_before_the_lapse_and_settles_after_it_is_void_and_goes_back() {
        Fellows teams = Fellows.of(rig, shop, "group_buy", 5, "{\"teamSize\":3,\"teamSeconds\":600}");
        Fellows chains = Fellows.of(rig, shop, "bargain", 5, "{\"helpers\":3,\"floorFen\":700}");
        String team = get(teams.opened("ann")).formation();
        String chain = get(chains.chain("ann", 1));
        SqlConnection holder = get(rig.pool().getConnection());
        Transaction transaction = get(holder.begin());
        get(holder.query("SELECT FROM campaign_counter FOR UPDATE").execute());
        Future<Reply> seat = teams.join("bob", team);
        Future<Reply> cut = chains.assist("bob", chain);
        awaitCount(teams, team, "2");
        awaitCount(chains, chain, "2");
        teams.endIn(0, List.of(team, chain));
        teams.awaitFormations("lapsed", 1);
        chains.awaitFormations("lapsed", 1);
        get(transaction.rollback());
        get(holder.close());

        assertThat(Rig.patiently(seat).code()).isEqualTo("TEAM_CLOSED");
        assertThat(Rig.patiently(cut).code()).isEqualTo("CHAIN_CLOSED");
        awaitCount(teams, team, "0");
        awaitCount(chains, chain, "1");
        teams.check();
        chains.check();
    }

    private void awaitCount(Fellows fellows, String formation, String count) {
        String hash = "{c:" + fellows.campaign() + "}:formation";
        Await.until(
                "Redis counts " + count,
                () -> rig.redis().run("HGET", hash, "count:" + formation).equals(count));
    }

    @Test
    @Tag("long")
    void what_shoppers_do_together_survives_a_redis_that_comes_back_empty() {
        Fellows teams = Fellows.of(rig, shop, "group_buy", 200, "{\"teamSize\":5,\"teamSeconds\":600}");
        Fellows chains = Fellows.of(rig, shop, "bargain", 20, """
                {"helpers":5,"floorFen":%d,"holdStock":"at_floor"}""".formatted(FLOOR_FEN));
        together(teams, chains, () -> {
            redis.kill();
            redis.forget();
            redis.start();
        });
        assertThat(chains.formations("formed")).isEqualTo(20);
        teams.check();
        chains.check();
    }

    /** Twenty teams and chains are filled by rivals while something happens to the engine; each is full in the end, and not more. */
    static void together(Fellows teams, Fellows chains, Runnable fault) {
        List<Seat> opened = Fellows.all(IntStream.range(0, 20)
                .mapToObj(team -> teams.opened("owner-" + team))
                .toList());
        List<String> started = Fellows.all(IntStream.range(0, 20)
                .mapToObj(chain -> chains.chain("owner-" + chain, 0))
                .toList());
        List<Future<Reply>> replies = IntStream.range(0, 160)
                .mapToObj(rival -> List.of(
                        teams.join("rival-" + rival, opened.get(rival % 20).formation()),
                        chains.assist("rival-" + rival, started.get(rival % 20))))
                .flatMap(List::stream)
                .toList();
        Await.until(
                "some were answered",
                () -> replies.stream().filter(Future::isComplete).count() > 40);
        fault.run();
        List<Reply> answers = replies.stream().map(Rig::patiently).toList();
        long seats = IntStream.range(0, answers.size())
                .filter(i -> i % 2 == 0 && answers.get(i).status() == 201)
                .count();
        long cuts = IntStream.range(0, answers.size())
                .filter(i -> i % 2 == 1 && answers.get(i).status() == 200)
                .count();
        assertThat(seats).as("seats beside the openers'").isEqualTo(20 * 4);
        assertThat(cuts).as("cuts").isEqualTo(20 * 5);
        assertThat(answers)
                .filteredOn(reply -> reply.status() == 409)
                .extracting(Reply::code)
                .isSubsetOf("TEAM_FULL", "CHAIN_CLOSED");
    }

    /** Loses everything; whoever asks next finds that out, and asks until Redis is loaded. */
    private void flush(Fellows fellows) {
        rig.audited(fellows.campaign());
        rig.redis().run("FLUSHALL");
    }
}
