package dev.stampede.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.stampede.chaos.Shop.Reply;
import dev.stampede.testing.TestDatabase;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** What the shoppers of one sale were told, in the order in which it came. */
final class History {
    private static final List<String> LASTING =
            List.of("id", "campaignId", "sku", "quantity", "unitPriceFen", "amountFen", "createdAt", "payBy");

    private final Queue<Told> told = new ConcurrentLinkedQueue<>();
    private final AtomicInteger oks = new AtomicInteger();

    /** A purchase that a shopper wants, always under the same key. */
    record Wish(String shopper, String key, int quantity) {}

    /** What a shopper makes of an answer. */
    enum Word {
        OK,
        NO,
        UNKNOWN
    }

    /** One answer, or the lack of one: then the status is 0. */
    record Told(Wish wish, Word word, int status, String code, JsonNode order, boolean isReplay, long millis) {}

    /** Writes down an answer and says what it means. */
    Word heard(Wish wish, Reply reply) {
        Word word = reply.status() == 201 ? Word.OK : reply.status() == 503 ? Word.UNKNOWN : Word.NO;
        add(new Told(
                wish,
                word,
                reply.status(),
                reply.code(),
                reply.body().path("order"),
                reply.isReplay(),
                reply.millis()));
        return word;
    }

    /** Writes down that no answer came. */
    Word unheard(Wish wish, Throwable why) {
        JsonNode none = MissingNode.getInstance();
        add(new Told(wish, Word.UNKNOWN, 0, String.valueOf(why), none, false, 0));
        return Word.UNKNOWN;
    }

    /** Writes down an answer that another history has. */
    void add(Told answer) {
        told.add(answer);
        if (answer.word() == Word.OK) {
            oks.incrementAndGet();
        }
    }

    /** How many answers were a 201. */
    int oks() {
        return oks.get();
    }

    /** How many answers had that code. */
    long coded(String code) {
        return told.stream().filter(answer -> answer.code().equals(code)).count();
    }

    /** The codes of all answers that were no 201. */
    Set<String> codes() {
        return told.stream()
                .filter(answer -> answer.status() > 0 && answer.word() != Word.OK)
                .map(Told::code)
                .collect(Collectors.toSet());
    }

    /** How many purchases got no 201 and no refusal at first. */
    long unknown() {
        return told.stream().filter(answer -> answer.word() == Word.UNKNOWN).count();
    }

    /** The slowest answer of any sort, in ms. */
    long slowest() {
        return told.stream().mapToLong(Told::millis).max().orElse(0);
    }

    /** Units of the orders that shoppers were told of, by shopper. */
    Map<String, Integer> units() {
        Map<String, Integer> units = new TreeMap<>();
        orders().values()
                .forEach(answer ->
                        units.merge(answer.wish().shopper(), answer.wish().quantity(), Integer::sum));
        return units;
    }

    int unitsSold() {
        return units().values().stream().mapToInt(units -> units).sum();
    }

    /** The shoppers who were told that code at least once. */
    Set<String> shoppersTold(String code) {
        return told.stream()
                .filter(answer -> answer.code().equals(code))
                .map(answer -> answer.wish().shopper())
                .collect(Collectors.toSet());
    }

    /** The orders that shoppers were told of, by id, as they were told first. */
    Map<String, Told> orders() {
        Map<String, Told> orders = new LinkedHashMap<>();
        told.stream()
                .filter(answer -> answer.word() == Word.OK)
                .forEach(answer -> orders.putIfAbsent(answer.order().path("id").asText(), answer));
        return orders;
    }

    /** No wish has two orders or stays unanswered, no shopper has too much, nothing is oversold, no 201 is forgotten. */
    void check(Shop shop, int stock, int limit) {
        Map<Wish, Word> last = new HashMap<>();
        Map<Wish, Set<String>> orders = new HashMap<>();
        for (Told answer : told) {
            last.put(answer.wish(), answer.word());
            assertThat(answer.status()).as(answer.toString()).isIn(0, 201, 409, 503);
            if (answer.word() == Word.OK) {
                orders.computeIfAbsent(answer.wish(), wish -> new TreeSet<>())
                        .add(answer.order().path("id").asText());
            }
        }
        assertThat(last.values()).as("last answers").doesNotContain(Word.UNKNOWN);
        assertThat(orders.values()).as("orders under one key").allMatch(ids -> ids.size() == 1);
        assertThat(last).as("a 201 is never taken back").allSatisfy((wish, word) -> assertThat(
                        word == Word.OK || !orders.containsKey(wish))
                .isTrue());
        assertThat(orders()).as("one order for each wish that got one").hasSize(orders.size());
        assertThat(units().values()).as("units of a shopper").allMatch(units -> units <= limit);
        assertThat(unitsSold()).as("units sold").isLessThanOrEqualTo(stock);
        orders().forEach((id, answer) -> checkStands(shop, id, answer));
    }

    private static void checkStands(Shop shop, String id, Told answer) {
        Reply found = TestDatabase.get(shop.order(answer.wish().shopper(), id));
        assertThat(found.status()).as("%s of %s", id, answer).isEqualTo(200);
        for (String member : LASTING) {
            assertThat(found.body().path(member))
                    .as(member)
                    .isEqualTo(answer.order().path(member));
        }
    }

    /** A line for each sort of answer. */
    String summary() {
        Map<String, Integer> sorts = new TreeMap<>();
        told.forEach(answer -> sorts.merge(answer.status() + " " + answer.code(), 1, Integer::sum));
        return sorts + ", slowest after " + slowest() + " ms";
    }
}
