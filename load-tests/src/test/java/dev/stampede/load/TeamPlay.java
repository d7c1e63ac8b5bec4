package dev.stampede.load;

import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;

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
import java.util.concurrent.ThreadLocalRandom;

/**
 * A formation storm: openers open teams, more joiners than there are seats race for the last ones, by cards that were shared
 * and by the list; most pay, a few give their seat back, and teams that are not full in time lapse.
 */
final class TeamPlay implements Play {
    private static final int MOST_TEAMS_TRIED = 6;
    private static final int ONE_LEAVES_IN = 20;
    private static final int ONE_LISTS_IN = 5;
    private static final Duration A_LOOK = Duration.ofMillis(100);

    private final Stage stage;
    private final List<Shopper> crowd;
    private final int size = Given.number("teamSize", 3, 2, 100);
    private final int seconds = Given.number("teamSeconds", 10, 2, 3_600);
    private final int openers;
    private final int stock;
    private final Teams teams = new Teams(size);
    private final Books books = new Books();

    /** Five joiners come for four seats; there is stock for all but a few seats. */
    TeamPlay(Stage stage, List<Shopper> people) {
        this.stage = stage;
        this.openers = Math.max(1, people.size() * 4 / (4 + 5 * (size - 1)));
        this.stock = Math.max(size, openers * size * 19 / 20);
        this.crowd = timed(people, stage.settings().rush().toMillis());
    }

    /** Openers come in the first half of the rush, joiners from its first tenth on. */
    private List<Shopper> timed(List<Shopper> people, long rushMs) {
        List<Shopper> timed = new ArrayList<>();
        int joiners = Math.max(1, people.size() - openers);
        for (int i = 0; i < people.size(); i++) {
            long atMs =
                    i < openers ? rushMs / 2 * i / openers : rushMs / 10 + rushMs * 9 / 10 * (i - openers) / joiners;
            timed.add(people.get(i).clickingAt(atMs));
        }
        return timed;
    }

    @Override
    public void open(Organiser organiser, Instant opensAt) {
        books.campaign(organiser.open(Campaigns.groupBuy(stock, opensAt, size, seconds)));
    }

    @Override
    public List<PopulationBuilder> crowd() {
        List<PopulationBuilder> crowds = new ArrayList<>();
        crowds.add(crowd("openers", crowd.subList(0, openers), opens()));
        if (openers < crowd.size()) {
            crowds.add(crowd("joiners", crowd.subList(openers, crowd.size()), joins()));
        }
        return crowds;
    }

    private PopulationBuilder crowd(String name, List<Shopper> some, ChainBuilder does) {
        List<Map<String, Object>> visits = stage.visits(some);
        return scenario(name)
                .feed(visits.iterator())
                .exec(stage.look(books::campaignId))
                .exec(stage.untilClick())
                .exec(session -> session.set("order", "").set("team", ""))
                .exec(does)
                .exec(SalePlay.pay(stage, books))
                .exec(leaves())
                .exec(stage.leave())
                .injectOpen(stage.arrival(visits.size()));
    }

    private ChainBuilder opens() {
        HttpRequestActionBuilder open = action("open team", "open_team", "{}")
                .header("Idempotency-Key", session -> Stage.shopper(session).key("open"))
                .check(stage.accepts(201, 409));
        return exec(stage.tries().of("openTeam", open, (session, answer, isLast) -> {
            books.answered(Stage.shopper(session), answer, isLast);
            String team = answer.body().path("formation").path("id").asText();
            if (answer.isDone()) {
                teams.opened(team);
            }
            return seated(session, answer, team);
        }));
    }

    /** Tries one team after another, with a new key for each. */
    private ChainBuilder joins() {
        HttpRequestActionBuilder join = action("join team", "join_team", "{\"teamId\":\"#{team}\"}")
                .header(
                        "Idempotency-Key",
                        session -> Stage.shopper(session).key("join") + "-" + session.getInt("teams"))
                .check(stage.accepts(201, 409));
        return exec(session -> session.set("teams", MOST_TEAMS_TRIED))
                .asLongAs(session -> session.getInt("teams") > 0)
                .on(exec(choose())
                        .exec(doIf(session -> !"".equals(session.getString("team")))
                                .then(stage.tries().of("joinTeam", join, this::joined)))
                        .exec(session -> session.set("teams", session.getInt("teams") - 1)));
    }

    private Session joined(Session session, Answer answer, boolean isLast) {
        books.answered(Stage.shopper(session), answer, isLast);
        Session seated = seated(session, answer, String.valueOf(session.getString("team")));
        boolean triesAnother = List.of("TEAM_FULL", "TEAM_CLOSED").contains(answer.code());
        return triesAnother || answer.isOpen() && !isLast ? seated : seated.set("teams", 1);
    }

    private Session seated(Session session, Answer answer, String team) {
        if (!answer.isOpen()) {
            stage.heard(session);
        }
        return session.set("order", answer.body().path("order").path("id").asText())
                .set("team", team);
    }

    /** A card that somebody shared, or a team from the list of those that still have room. */
    private ChainBuilder choose() {
        ChainBuilder list = exec(http("teams with room")
                        .get(session -> "/v1/campaigns/" + books.campaignId() + "/formations?state=forming&limit=50")
                        .check(stage.accepts(200), bodyString().saveAs("list")))
                .exec(session -> session.set("team", anyOf(session)));
        return exec(session -> session.set("team", teams.any().orElse("")))
                .exec(doIf(session -> ThreadLocalRandom.current().nextInt(ONE_LISTS_IN) == 0)
                        .then(list))
                .exec(doIf(session -> "".equals(session.getString("team"))).then(pause(A_LOOK)));
    }

    private static String anyOf(Session session) {
        JsonNode items = Json.read(session.contains("list") ? String.valueOf(session.getString("list")) : "")
                .path("items");
        return items.isEmpty()
                ? ""
                : items.get(ThreadLocalRandom.current().nextInt(items.size()))
                        .path("id")
                        .asText();
    }

    private ChainBuilder leaves() {
        HttpRequestActionBuilder leave = action("leave team", "leave_team", "{\"teamId\":\"#{team}\"}")
                .header("Idempotency-Key", session -> Stage.shopper(session).key("leave"))
                .check(stage.accepts(200, 409));
        return exec(doIf(session -> !"".equals(session.getString("order"))
                        && Stage.shopper(session).isOneIn(ONE_LEAVES_IN, 2))
                .then(stage.tries().of("leaveTeam", leave, (session, answer, isLast) -> {
                    if (answer.isDone()) {
                        teams.left(String.valueOf(session.getString("order")));
                    } else if (answer.isOpen() && isLast) {
                        books.doubt(Stage.shopper(session), "its seat");
                    }
                    return session;
                })));
    }

    private HttpRequestActionBuilder action(String name, String action, String body) {
        return stage.act(name, books::campaignId, action, body);
    }

    @Override
    public List<String> limited() {
        return List.of("openTeam", "joinTeam");
    }

    @Override
    public Books books() {
        return books;
    }

    /** Every team forms or lapses, and every refund ends. */
    @Override
    public boolean isMoving(List<JsonNode> orders) {
        return orders.stream()
                .map(order -> order.path("state").asText())
                .anyMatch(List.of("held", "paid", "refunding")::contains);
    }

    @Override
    public void compare(Organiser organiser, List<JsonNode> orders) {
        teams.compare(books, organiser, orders);
    }

    @Override
    public void tell(ObjectNode figures) {
        figures.put("shoppers", crowd.size())
                .put("stock", stock)
                .put("teams", teams.count())
                .put("seatsGivenBack", teams.leavers());
        teams.ends().forEach(figures::put);
    }
}
