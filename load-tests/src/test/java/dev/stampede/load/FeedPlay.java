package dev.stampede.load;

import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.ws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatling.http.action.ws.WsInboundMessage;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sockets that wait for the start: everybody listens to the sale, must be told once that it is open, and buys at that moment.
 * The crowd's clock and the engine's are taken to agree.
 */
final class FeedPlay implements Play {
    private static final String OPENED = "\"campaign.opened\"";
    private static final Duration AN_ANSWER = Duration.ofSeconds(10);
    private static final Duration AFTERWARDS = Duration.ofSeconds(2);
    private static final int PATIENCE_SECONDS = 15;
    private static final int CLOCKS_DIFFER_MS = 50;

    private final Stage stage;
    private final List<Shopper> crowd;
    private final int stock;
    private final int limitMs = Given.number("openedP99", 2_000, 1, 60_000);
    private final Queue<Integer> openedAfterMs = new ConcurrentLinkedQueue<>();
    private final AtomicInteger late = new AtomicInteger();
    private final Books books = new Books();

    FeedPlay(Stage stage, List<Shopper> people, int stock) {
        this.stage = stage;
        this.stock = stock;
        // Nobody looks at a clock: the socket says when.
        this.crowd = people.stream().map(shopper -> shopper.clickingAt(0)).toList();
    }

    @Override
    public void open(Organiser organiser, Instant opensAt) {
        books.campaign(organiser.open(Campaigns.flashSale(stock, opensAt)));
    }

    @Override
    public List<PopulationBuilder> crowd() {
        List<Map<String, Object>> visits = stage.visits(crowd);
        return List.of(scenario("sockets")
                .feed(visits.iterator())
                .exec(session -> session.set("order", ""))
                .exec(connect())
                .exec(doIf(session -> isLate(session)).then(exec(this::tooLate)))
                .exec(doIf(session -> !isLate(session)).then(await()))
                .exec(stage.tries().of("purchase", SalePlay.purchase(stage, books, "purchase"), this::answered))
                .exec(SalePlay.pay(stage, books))
                .exec(pause(AFTERWARDS))
                .exec(ws.processUnmatchedMessages(this::again))
                .exec(ws("close").close())
                .exec(stage.leave())
                .injectOpen(stage.arrival(visits.size())));
    }

    private ChainBuilder connect() {
        return exec(ws("connect")
                        .connect("/v1/feed")
                        .await(AN_ANSWER)
                        .on(ws.checkTextMessage("hello").matching(substring("\"hello\""))))
                .exec(ws("subscribe")
                        .sendText(session ->
                                "{\"type\":\"subscribe\",\"topics\":[\"campaign." + books.campaignId() + "\"]}")
                        .await(AN_ANSWER)
                        .on(ws.checkTextMessage("snapshot").matching(substring("\"snapshot\""))))
                .exec(session -> session.set("readyAt", System.currentTimeMillis()));
    }

    /** Whether the socket was not ready before the opening, which it then was not told of. */
    private boolean isLate(Session session) {
        return session.getLong("readyAt") >= stage.opensAt().toEpochMilli();
    }

    private Session tooLate(Session session) {
        late.incrementAndGet();
        return session;
    }

    /** The ping is there because a message can only be awaited after one that was sent. */
    private ChainBuilder await() {
        return exec(ws("campaign.opened")
                        .sendText(session -> "{\"type\":\"ping\",\"clientTime\":" + System.currentTimeMillis() + "}")
                        .await(session ->
                                Duration.between(Instant.now(), stage.opensAt().plusSeconds(PATIENCE_SECONDS)))
                        .on(ws.checkTextMessage("opened")
                                .matching(substring(OPENED))
                                .check(bodyString().saveAs("opened"))))
                .exec(this::told);
    }

    private Session told(Session session) {
        Shopper shopper = Stage.shopper(session);
        if (!session.contains("opened")) {
            books.complain(shopper.id() + " was not told that the sale is open");
            return session;
        }
        long afterMs = System.currentTimeMillis() - stage.opensAt().toEpochMilli();
        if (afterMs < -CLOCKS_DIFFER_MS) {
            books.complain(shopper.id() + " was told of the opening " + -afterMs + " ms before it");
        }
        openedAfterMs.add((int) Math.max(0, afterMs));
        return session;
    }

    private Session again(List<WsInboundMessage> messages, Session session) {
        long told = messages.stream()
                .filter(message -> message instanceof WsInboundMessage.Text text
                        && text.message().contains(OPENED))
                .count();
        told += session.contains("opened") ? 1 : 0;
        if (told > 1) {
            books.complain(Stage.shopper(session).id() + " was told of the opening " + told + " times");
        }
        return session;
    }

    private Session answered(Session session, Answer answer, boolean isLast) {
        books.answered(Stage.shopper(session), answer, isLast);
        if (!answer.isOpen()) {
            stage.heard(session);
        }
        return session.set("order", answer.body().path("order").path("id").asText());
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
        SalePlay.sold(books, orders, stock, crowd.size());
        books.expect(
                "sockets, and those told of the opening or too late for it",
                crowd.size(),
                openedAfterMs.size() + late.get());
    }

    @Override
    public List<String> misses() {
        ObjectNode opened = Json.object();
        Tally.put(opened, openedAfterMs);
        int p99 = opened.path("p99").asInt();
        return p99 <= limitMs
                ? List.of()
                : List.of("99 of 100 were told of the opening within " + p99 + " ms, the limit is " + limitMs);
    }

    @Override
    public void tell(ObjectNode figures) {
        figures.put("sockets", crowd.size()).put("stock", stock).put("subscribedAfterOpening", late.get());
        Tally.put(figures.putObject("openedAfterMs").put("limit", limitMs), openedAfterMs);
    }
}
