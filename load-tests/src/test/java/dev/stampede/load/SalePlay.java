package dev.stampede.load;

import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A flash sale: everybody looks at the page and some click too early, then all click within the rush, some of them twice at
 * once, with one key each; most buyers pay, the others never do.
 */
final class SalePlay implements Play {
    private static final int ONE_EARLY_IN = 5;
    private static final int EARLY_MS = 1_500;

    private final Stage stage;
    private final List<Shopper> crowd;
    private final int stock;
    private final int twice = Given.number("twice", 10, 0, 100);
    private final Books books = new Books();

    SalePlay(Stage stage, List<Shopper> crowd, int stock) {
        this.stage = stage;
        this.crowd = crowd;
        this.stock = stock;
    }

    @Override
    public void open(Organiser organiser, Instant opensAt) {
        books.campaign(organiser.open(Campaigns.flashSale(stock, opensAt)));
    }

    @Override
    public List<PopulationBuilder> crowd() {
        List<Map<String, Object>> clicks = stage.visits(clicks());
        return List.of(scenario("rush")
                .feed(clicks.iterator())
                .exec(stage.look(books::campaignId))
                .exec(early())
                .exec(stage.untilClick())
                .exec(stage.tries().of("purchase", purchase(stage, books, "purchase"), this::answered))
                .exec(pay(stage, books))
                .exec(stage.leave())
                .injectOpen(stage.arrival(clicks.size())));
    }

    /** One for each click: whoever clicks twice is in there twice, for the same moment. */
    private List<Shopper> clicks() {
        List<Shopper> clicks = new ArrayList<>();
        for (Shopper shopper : crowd) {
            boolean isDouble = shopper.number() % 100 < twice;
            clicks.addAll(Collections.nCopies(isDouble ? 2 : 1, shopper));
        }
        return clicks;
    }

    /**
     * The refusal is final for the moment: the same key is used again at the opening. A crowd that is behind its own clock may
     * have sold what it clicked for in time, so only an order that is there before the opening is wrong.
     */
    private ChainBuilder early() {
        return exec(doIf(session -> Stage.shopper(session).isOneIn(ONE_EARLY_IN, 1)
                        && Instant.now().plusMillis(EARLY_MS).isBefore(stage.opensAt()))
                .then(stage.tries()
                        .once(
                                "purchase",
                                purchase(stage, books, "click before the opening"),
                                (session, answer, isLast) -> {
                                    if (answer.isDone() && Instant.now().isBefore(stage.opensAt())) {
                                        books.complain(Stage.shopper(session).id() + " bought before the opening");
                                    }
                                    return session;
                                })));
    }

    private Session answered(Session session, Answer answer, boolean isLast) {
        books.answered(Stage.shopper(session), answer, isLast);
        if (!answer.isOpen()) {
            stage.heard(session);
        }
        if (answer.status() == 409 && !List.of("SOLD_OUT", "NOT_STARTED").contains(answer.code())) {
            books.complain(Stage.shopper(session).id() + " was refused with " + answer.label());
        }
        return session.set("order", answer.body().path("order").path("id").asText());
    }

    /** One unit, with the key that the shopper has for it. */
    static HttpRequestActionBuilder purchase(Stage stage, Books books, String name) {
        return stage.act(name, books::campaignId, "purchase", "{\"sku\":\"item\",\"quantity\":1}")
                .header("Idempotency-Key", session -> Stage.shopper(session).key("purchase"))
                .check(stage.accepts(201, 409));
    }

    /** Who has an order pays it, or never does. */
    static ChainBuilder pay(Stage stage, Books books) {
        return exec(doIf(session -> !"".equals(session.getString("order"))
                        && Stage.shopper(session).dice() < stage.settings().payers())
                .then(Payment.of(stage, books)));
    }

    @Override
    public List<String> limited() {
        return List.of("purchase");
    }

    @Override
    public Books books() {
        return books;
    }

    @Override
    public void compare(Organiser organiser, List<JsonNode> orders) {
        sold(books, orders, stock, crowd.size());
    }

    /** Whether all was sold that could be, and what is paid for is bought. */
    static void sold(Books books, List<JsonNode> orders, int stock, int wanted) {
        books.expect("orders, and units that were wanted", orders.size(), Math.min(stock, wanted));
        for (JsonNode order : orders) {
            String due = books.isPaid(order.path("id").asText()) ? "settled" : "held";
            boolean isDoubtful = books.isDoubtful(order.path("shopperId").asText());
            if (!order.path("state").asText().equals(due) && !isDoubtful) {
                books.complain("order " + order.path("id").asText() + " should be " + due + " and is "
                        + order.path("state").asText());
            }
        }
    }

    @Override
    public void tell(ObjectNode figures) {
        figures.put("shoppers", crowd.size()).put("stock", stock);
    }
}
