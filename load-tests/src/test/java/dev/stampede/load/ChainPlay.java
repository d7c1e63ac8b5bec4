package dev.stampede.load;

import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Viral chains: a few start, everybody else helps with a card that was shared and then may start an own chain, whose card is
 * shared in its turn; an owner whose price is on the floor claims and pays. Some helpers try to help twice.
 */
final class ChainPlay implements Play {
    private static final int ONE_SEED_IN = 20;
    private static final int ONE_HELPS_TWICE_IN = 20;
    private static final int MOST_CHAINS_TRIED = 6;
    private static final Duration A_LOOK = Duration.ofMillis(200);

    private final Stage stage;
    private final List<Shopper> crowd;
    private final int helpers = Given.number("helpers", 3, 1, 100);
    private final int seconds = Given.number("chainSeconds", 12, 2, 3_600);
    private final int viral = Given.number("viral", 40, 0, 100);
    private final int seeds;
    private final int stock;
    private final Chains chains = new Chains(helpers);
    private final Books books = new Books();

    ChainPlay(Stage stage, List<Shopper> people) {
        this.stage = stage;
        this.seeds = Math.max(1, people.size() / ONE_SEED_IN);
        this.stock = Math.max(1, people.size() / 5);
        this.crowd = timed(people, stage.settings().rush().toMillis());
    }

    /** Those who start come first, all others over the rush. */
    private List<Shopper> timed(List<Shopper> people, long rushMs) {
        List<Shopper> timed = new ArrayList<>();
        for (int i = 0; i < people.size(); i++) {
            timed.add(people.get(i).clickingAt(i < seeds ? rushMs / 10 * i / seeds : rushMs * i / people.size()));
        }
        return timed;
    }

    @Override
    public void open(Organiser organiser, Instant opensAt) {
        books.campaign(organiser.open(Campaigns.bargain(stock, opensAt, helpers, seconds)));
    }

    @Override
    public List<PopulationBuilder> crowd() {
        List<Map<String, Object>> visits = stage.visits(crowd);
        return List.of(scenario("chains")
                .feed(visits.iterator())
                .exec(stage.look(books::campaignId))
                .exec(stage.untilClick())
                .exec(session -> session.set("order", "").set("own", "").set("helped", ""))
                .exec(doIf(session -> !isSeed(session)).then(helps()))
                .exec(doIf(this::starts).then(owns()))
                .exec(stage.leave())
                .injectOpen(stage.arrival(visits.size())));
    }

    private boolean isSeed(Session session) {
        return Stage.shopper(session).number() < crowd.get(0).number() + seeds;
    }

    private boolean starts(Session session) {
        boolean wasHelpful = !"".equals(session.getString("helped"));
        boolean isInfected = Math.floorMod(Stage.shopper(session).dice() * 37 + 11, 100) < viral;
        return isSeed(session) || wasHelpful && isInfected;
    }

    /** Helps one chain after another until one takes the help. */
    private ChainBuilder helps() {
        return exec(session -> session.set("chains", MOST_CHAINS_TRIED))
                .asLongAs(session -> session.getInt("chains") > 0)
                .on(exec(session -> session.set(
                                "chain", chains.any(Stage.shopper(session)).orElse("")))
                        .exec(doIf(session -> "".equals(session.getString("chain")))
                                .then(pause(A_LOOK)))
                        .exec(doIf(session -> !"".equals(session.getString("chain")))
                                .then(stage.tries().of("assist", assist("help"), this::helped)))
                        .exec(session -> session.set("chains", session.getInt("chains") - 1)))
                .exec(doIf(session -> !"".equals(session.getString("helped"))
                                && Stage.shopper(session).isOneIn(ONE_HELPS_TWICE_IN, 3))
                        .then(stage.tries().once("assist", assist("again"), this::helpedTwice)));
    }

    private HttpRequestActionBuilder assist(String key) {
        return action("assist", "assist", "{\"chainId\":\"#{chain}\"}")
                .header("Idempotency-Key", session -> Stage.shopper(session).key(key) + "-" + session.getInt("chains"))
                .check(stage.accepts(200, 409));
    }

    private Session helped(Session session, Answer answer, boolean isLast) {
        String chain = String.valueOf(session.getString("chain"));
        if (answer.isDone()) {
            chains.helped(chain, Stage.shopper(session), answer, books);
            stage.heard(session);
            return session.set("helped", chain).set("chains", 1);
        }
        if (answer.isOpen()) {
            if (isLast) {
                chains.doubt(chain);
                books.doubt(Stage.shopper(session), "its help");
            }
            return session;
        }
        if (answer.code().equals("CHAIN_CLOSED")) {
            chains.closed(chain);
        }
        return session;
    }

    private Session helpedTwice(Session session, Answer answer, boolean isLast) {
        if (answer.isDone()) {
            books.complain(Stage.shopper(session).id() + " helped a chain twice");
        }
        return session;
    }

    /** Starts an own chain, waits for its helpers, claims and pays. */
    private ChainBuilder owns() {
        HttpRequestActionBuilder start = action("start chain", "start_chain", "#{started}")
                .header("Idempotency-Key", session -> Stage.shopper(session).key("start"))
                .check(stage.accepts(201, 409));
        return exec(session -> session.set("started", source(String.valueOf(session.getString("helped")))))
                .exec(stage.tries().of("startChain", start, this::started))
                .exec(doIf(session -> !"".equals(session.getString("own")))
                        .then(exec(session -> session.set("looks", seconds * 1_000L / A_LOOK.toMillis()))
                                .asLongAs(session -> session.getLong("looks") > 0 && !isDone(session))
                                .on(pause(A_LOOK).exec(session -> session.set("looks", session.getLong("looks") - 1)))
                                .exec(doIf(this::isDone).then(claims()))));
    }

    private static String source(String helped) {
        return helped.isEmpty()
                ? "{}"
                : Json.object()
                        .set("source", Json.object().put("sharedBy", helped))
                        .toString();
    }

    private Session started(Session session, Answer answer, boolean isLast) {
        if (answer.isOpen() && isLast) {
            books.doubt(Stage.shopper(session), "its chain");
        }
        if (!answer.isDone()) {
            return session;
        }
        String own = answer.body().path("formation").path("id").asText();
        chains.started(own, Stage.shopper(session));
        if (isSeed(session)) {
            stage.heard(session);
        }
        return session.set("own", own);
    }

    private boolean isDone(Session session) {
        return chains.isDone(String.valueOf(session.getString("own")));
    }

    private ChainBuilder claims() {
        HttpRequestActionBuilder claim = action("claim", "claim", "{\"chainId\":\"#{own}\"}")
                .header("Idempotency-Key", session -> Stage.shopper(session).key("claim"))
                .check(stage.accepts(201, 409));
        return exec(stage.tries().of("claim", claim, (session, answer, isLast) -> {
                    books.answered(Stage.shopper(session), answer, isLast);
                    JsonNode order = answer.body().path("order");
                    if (answer.isDone() && order.path("amountFen").asLong() != Campaigns.FLOOR_FEN) {
                        books.complain("a claim costs " + order.path("amountFen") + " fen");
                    }
                    return session.set("order", order.path("id").asText());
                }))
                .exec(SalePlay.pay(stage, books));
    }

    private HttpRequestActionBuilder action(String name, String action, String body) {
        return stage.act(name, books::campaignId, action, body);
    }

    @Override
    public List<String> limited() {
        return List.of("startChain", "assist");
    }

    @Override
    public Books books() {
        return books;
    }

    @Override
    public void compare(Organiser organiser, List<JsonNode> orders) {
        chains.compare(books, organiser);
        SalePlay.sold(books, orders, orders.size(), orders.size());
    }

    @Override
    public void tell(ObjectNode figures) {
        figures.put("shoppers", crowd.size())
                .put("stock", stock)
                .put("chains", chains.count())
                .put("helps", chains.helps());
        chains.ends().forEach(figures::put);
    }
}
