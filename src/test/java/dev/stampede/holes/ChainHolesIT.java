package dev.stampede.holes;

import static dev.stampede.testing.Friends.formation;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stampede.testing.Await;
import dev.stampede.testing.Friends;
import dev.stampede.testing.SaleClient.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Holes in bargains: in the cuts, in who may help and buy, and in the end of a chain. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChainHolesIT {
    private static final int START_FEN = 1_000;
    private static final int FLOOR_FEN = 700;

    private final ShopFloor floor = new ShopFloor();
    private final Friends friends = new Friends(floor.client);

    @AfterEach
    void everything_adds_up() {
        floor.check();
    }

    @AfterAll
    void close() {
        floor.close();
    }

    @Test
    void every_cut_is_within_its_bounds_and_their_sum_is_the_gap() {
        String sale = open(5, 6, "\"minCutFen\":40,\"maxCutFen\":60,\"newcomerWeight\":150");
        String chain = start(sale, "ann");
        List<Integer> cuts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            cuts.add(friends.assist(sale, "helper-" + i, chain)
                    .body()
                    .path("cutFen")
                    .asInt());
        }
        assertThat(cuts).allSatisfy(cut -> assertThat(cut).isBetween(40, 60));
        assertThat(cuts.stream().mapToInt(cut -> cut).sum()).isEqualTo(START_FEN - FLOOR_FEN);
    }

    @Test
    void cuts_given_at_the_same_moment_all_count() {
        String sale = open(5, 20, "\"minCutFen\":1");
        String chain = start(sale, "ann");
        List<Answer> answers = floor.atOnce(20, i -> friends.assist(sale, "helper-" + i, chain));
        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(answers.stream()
                        .mapToInt(answer -> answer.body().path("cutFen").asInt())
                        .sum())
                .isEqualTo(START_FEN - FLOOR_FEN);
        assertThat(show(chain).path("priceFen").asInt()).isEqualTo(FLOOR_FEN);
    }

    @Test
    void helpers_at_the_same_moment_never_jump_over_the_end() {
        String sale = open(5, 5, "\"minCutFen\":1");
        String chain = start(sale, "ann");
        List<Answer> answers = floor.atOnce(30, i -> friends.assist(sale, "helper-" + i, chain));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(5);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .extracting(Answer::code)
                .containsOnly("CHAIN_CLOSED");
        assertThat(show(chain).path("state").asText()).isEqualTo("formed");
        assertThat(show(chain).path("priceFen").asInt()).isEqualTo(FLOOR_FEN);
    }

    @Test
    void a_gap_of_less_than_one_fen_a_helper_is_refused_at_once() {
        Answer created = floor.client.operate(
                "/admin/v1/campaigns", Friends.campaign("bargain", 5, "{\"floorFen\":998,\"helpers\":3}", ""));
        assertThat(created.code()).isEqualTo("INVALID");
    }

    @Test
    void a_helper_without_a_chain_of_the_own_helps_once() {
        String sale = open(5, 10, "\"minCutFen\":1");
        String chain = start(sale, "ann");
        List<Answer> answers = floor.atOnce(30, i -> friends.assist(sale, "bob", chain));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .extracting(Answer::code)
                .containsOnly("ALREADY_ASSISTED");
    }

    @Test
    void a_helper_of_many_chains_at_once_stays_within_the_limits() {
        String sale = open(50, 10, "\"maxAssistsPerDay\":4,\"maxAssistsPerCampaign\":6");
        List<String> chains = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            chains.add(start(sale, "owner-" + i));
        }
        List<Answer> answers = floor.atOnce(20, i -> friends.assist(sale, "bob", chains.get(i)));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(4);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .extracting(Answer::code)
                .containsOnly("ASSIST_LIMIT");
    }

    @Test
    void a_double_tap_starts_one_chain() {
        String sale = open(5, 3, "\"minCutFen\":1");
        List<Answer> answers = floor.atOnce(20, i -> friends.act(sale, "nervous", "start_chain", "{}"));
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .extracting(Answer::code)
                .containsOnly("CHAIN_OPEN");
    }

    @Test
    void a_chain_that_is_over_is_neither_helped_nor_bought() {
        String sale = open(5, 2, "\"chainSeconds\":2,\"buyBeforeFloor\":true");
        String chain = start(sale, "ann");
        friends.assist(sale, "bob", chain);
        awaitState(chain, "lapsed");
        assertThat(friends.assist(sale, "cleo", chain).code()).isEqualTo("CHAIN_CLOSED");
        assertThat(friends.claim(sale, "ann", chain).code()).isEqualTo("CHAIN_CLOSED");
        Await.until(
                "a new chain",
                () -> friends.act(sale, "ann", "start_chain", "{}").status() == 201);
    }

    @Test
    void a_complete_chain_is_not_bought_after_its_time() {
        String sale = open(1, 1, "\"claimWithinSeconds\":1,\"holdStock\":\"at_floor\"");
        String chain = start(sale, "ann");
        friends.assist(sale, "bob", chain);
        awaitState(chain, "lapsed");
        assertThat(friends.claim(sale, "ann", chain).code()).isEqualTo("CHAIN_CLOSED");
        floor.awaitLeft(sale, 1);
    }

    @Test
    void nobody_helps_after_the_end_and_who_has_a_complete_chain_still_buys() {
        String sale = open(5, 2, "\"minCutFen\":1");
        String complete = start(sale, "ann");
        friends.assist(sale, "bob", complete);
        friends.assist(sale, "cleo", complete);
        String half = start(sale, "dora");
        friends.assist(sale, "bob", half);
        assertThat(floor.client
                        .operate("/admin/v1/campaigns/" + sale + "/end", "{}")
                        .status())
                .isEqualTo(200);
        assertThat(friends.assist(sale, "cleo", half).code()).isEqualTo("ENDED");
        assertThat(friends.claim(sale, "dora", half).code()).isEqualTo("ENDED");
        assertThat(friends.claim(sale, "ann", complete).status()).isEqualTo(201);
    }

    @Test
    void an_unpaid_claim_gives_the_chain_back_with_its_price() {
        String sale = open(1, 1, "\"minCutFen\":1");
        String chain = start(sale, "ann");
        friends.assist(sale, "bob", chain);
        String order = friends.claim(sale, "ann", chain).orderId();
        assertThat(floor.client
                        .post("/v1/orders/" + order + "/cancel", "ann", floor.key(), "{}")
                        .status())
                .isEqualTo(200);
        List<Answer> again = new ArrayList<>();
        Await.until("the chain is back", () -> {
            again.add(friends.claim(sale, "ann", chain));
            return again.get(again.size() - 1).status() == 201;
        });
        Answer claimed = again.get(again.size() - 1);
        assertThat(claimed.body().at("/order/amountFen").asInt()).isEqualTo(FLOOR_FEN);
        friends.pay("ann", claimed.orderId());
        friends.awaitOrder("ann", claimed.orderId(), "settled");
        assertThat(friends.claim(sale, "ann", chain).status()).isEqualTo(409);
    }

    @Test
    void claims_at_the_same_moment_are_one_order() {
        String sale = open(5, 1, "\"minCutFen\":1");
        String chain = start(sale, "ann");
        friends.assist(sale, "bob", chain);
        List<Answer> answers = floor.atOnce(20, i -> friends.claim(sale, "ann", chain));
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        floor.awaitLeft(sale, 4);
    }

    @Test
    void a_chain_sells_its_own_offer_once_to_its_owner() {
        String sale = open(5, 1, "\"minCutFen\":1");
        String other = open(5, 1, "\"minCutFen\":1");
        String chain = start(sale, "ann");
        friends.assist(sale, "bob", chain);
        assertThat(friends.claim(sale, "thief", chain).code()).isEqualTo("NOT_OWNER");
        assertThat(friends.claim(other, "ann", chain).code()).isEqualTo("UNKNOWN_CHAIN");
        assertThat(friends.act(sale, "ann", "claim", "{\"chainId\":\"" + chain + "\",\"quantity\":9}")
                        .code())
                .isEqualTo("INVALID");
        Answer claimed = friends.claim(sale, "ann", chain);
        assertThat(claimed.body().at("/order/quantity").asInt()).isEqualTo(1);
        friends.pay("ann", claimed.orderId());
        friends.awaitOrder("ann", claimed.orderId(), "settled");
        assertThat(friends.claim(sale, "ann", chain).code()).isIn("CHAIN_CLOSED", "ALREADY_CLAIMED");
        assertThat(floor.left(sale)).isEqualTo(4);
    }

    @Test
    void all_chains_share_one_stock() {
        String sale = open(1, 1, "\"minCutFen\":1");
        List<String> chains = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            chains.add(start(sale, "owner-" + i));
            friends.assist(sale, "helper-" + i, chains.get(i));
        }
        List<Answer> answers = floor.atOnce(10, i -> friends.claim(sale, "owner-" + i, chains.get(i)));
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .extracting(Answer::code)
                .containsOnly("SOLD_OUT");
    }

    @Test
    void a_chain_goes_on_when_stock_returns() {
        String sale = open(1, 2, "\"minCutFen\":1");
        String first = start(sale, "ann");
        String second = start(sale, "dora");
        friends.assist(sale, "bob", first);
        friends.assist(sale, "cleo", first);
        String order = friends.claim(sale, "ann", first).orderId();
        assertThat(friends.assist(sale, "bob", second).code()).isEqualTo("SOLD_OUT");
        floor.client.post("/v1/orders/" + order + "/cancel", "ann", floor.key(), "{}");
        Await.until("stock is back", () -> friends.assist(sale, "bob", second).status() == 200);
    }

    private String open(int stock, int helpers, String more) {
        return friends.open(
                "bargain", stock, "{\"floorFen\":" + FLOOR_FEN + ",\"helpers\":" + helpers + "," + more + "}");
    }

    private String start(String sale, String owner) {
        Answer started = friends.act(sale, owner, "start_chain", "{}");
        assertThat(started.status()).as("%s", started).isEqualTo(201);
        return formation(started);
    }

    private JsonNode show(String chain) {
        return floor.client.get("/v1/formations/" + chain, "window-shopper").body();
    }

    private void awaitState(String chain, String state) {
        Await.until(
                chain + " is " + state, () -> show(chain).path("state").asText().equals(state));
    }
}
