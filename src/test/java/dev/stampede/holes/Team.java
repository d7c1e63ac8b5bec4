package dev.stampede.holes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stampede.testing.Await;
import dev.stampede.testing.SaleClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A team and its members in the order of their coming, each ready to pay. */
final class Team {
    private final ShopFloor floor;

    final String id;
    final List<String> names = new ArrayList<>();
    final List<String> orders = new ArrayList<>();
    final List<String> notices = new ArrayList<>();

    Team(ShopFloor floor, String id) {
        this.floor = floor;
        this.id = id;
    }

    /** Takes in who got that answer. */
    void add(String name, Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        names.add(name);
        orders.add(answer.orderId());
        notices.add(ShopFloor.notice(floor.pay(name, answer.orderId())));
    }

    /** All pay, one after the other. */
    void pay() {
        notices.forEach(floor::tell);
    }

    /** As everybody sees it. */
    JsonNode show() {
        return floor.client.get("/v1/formations/" + id, "window-shopper").body();
    }

    void awaitState(String state) {
        Await.until(id + " is " + state, () -> show().path("state").asText().equals(state));
    }

    /** The states of the members' orders. */
    List<String> states() {
        return IntStream.range(0, names.size())
                .mapToObj(i -> floor.state(names.get(i), orders.get(i)))
                .toList();
    }

    void awaitState(int member, String state) {
        Await.until(names.get(member) + "'s order is " + state, () -> states().get(member)
                .equals(state));
    }

    void awaitAll(String state) {
        Await.until("all orders are " + state, () -> states().stream().allMatch(state::equals));
    }
}
