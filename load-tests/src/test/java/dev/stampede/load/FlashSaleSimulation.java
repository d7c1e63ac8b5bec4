package dev.stampede.load;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A flash sale as it happens: a few people look at the page and click too early, then everybody clicks within a second of the
 * opening, some of them twice; whoever is told to come again does so with the same key; most buyers pay, some never do. It ends
 * with a look at every order and the engine's audit, and fails on whatever should not be.
 */
public class FlashSaleSimulation extends Simulation {
    private static final long SEED = 42;

    private final LoadSettings settings = LoadSettings.read();
    private final Tokens tokens = new Tokens(settings.jar());
    private final String operator = tokens.operator();
    private final List<Shopper> crowd = crowd(tokens.shoppers(settings.users()));
    private final Books books = new Books(settings.stock());
    private volatile Instant opensAt = Instant.MAX;
    private volatile String campaignId = "";

    public FlashSaleSimulation() {
        HttpProtocolBuilder server = http.baseUrl(settings.url().toString())
                .disableWarmUp()
                .userAgentHeader("stampede-load")
                .acceptLanguageHeader("en");
        List<Map<String, Object>> clicks = clicks();
        ScenarioBuilder closing =
                new Closing(settings.opsUrl(), operator, books, settings.users(), () -> campaignId).scene();
        Duration early = settings.lead().minusSeconds(3);
        setUp(
                        visitors()
                                .injectOpen(constantUsersPerSec(settings.rate())
                                        .during(settings.lead().plus(settings.rush()))),
                        rush(clicks)
                                .injectOpen(
                                        nothingFor(early),
                                        rampUsers(clicks.size()).during(Duration.ofSeconds(2)))
                                .andThen(closing.injectOpen(atOnceUsers(1))))
                .protocols(server)
                .assertions(
                        global().failedRequests().count().is(0L),
                        details("purchase").responseTime().percentile(99).lte((int)
                                settings.p99().toMillis()),
                        details("campaign").responseTime().percentile(99).lte((int)
                                settings.viewP99().toMillis()));
    }

    /** Makes the sale: last, so that the opening is as far away as the visitors believe. */
    @Override
    public void before() {
        opensAt = Instant.ofEpochMilli(
                System.currentTimeMillis() + settings.lead().toMillis());
        campaignId = new Organiser(settings.opsUrl(), operator).open(settings.stock(), opensAt);
        System.out.println("campaign " + campaignId + " opens at " + opensAt);
    }

    @Override
    public void after() {
        Figures.write(getClass().getSimpleName(), settings, books);
    }

    private List<Shopper> crowd(List<String> shoppers) {
        Random random = new Random(SEED);
        List<Shopper> crowd = new ArrayList<>();
        for (int i = 0; i < shoppers.size(); i++) {
            long clicksAtMs = settings.rush().toMillis() * i / shoppers.size();
            crowd.add(new Shopper(i, shoppers.get(i), clicksAtMs, random.nextInt(100) < settings.payers()));
        }
        return crowd;
    }

    /** A record for each click: whoever clicks twice is in there twice, for the same moment. */
    private List<Map<String, Object>> clicks() {
        List<Map<String, Object>> clicks = new ArrayList<>();
        for (Shopper shopper : crowd) {
            boolean isDouble = shopper.number() % 100 < settings.twice();
            Collections.nCopies(isDouble ? 2 : 1, shopper).forEach(click -> clicks.add(Map.of("shopper", shopper)));
        }
        return clicks;
    }

    private ScenarioBuilder visitors() {
        HttpRequestActionBuilder early = http("click before the opening")
                .post(session -> "/v1/campaigns/" + campaignId + "/actions/purchase")
                .header("Authorization", "Bearer " + crowd.get(0).token())
                .header("Idempotency-Key", "much-too-early")
                .header("Content-Type", "application/json")
                .body(StringBody("{\"quantity\":1}"))
                .check(status().is(409));
        return scenario("visitors")
                .exec(http("campaign")
                        .get(session -> "/v1/campaigns/" + campaignId)
                        .check(status().is(200)))
                .exec(http("time").get("/v1/time").check(status().is(200)))
                .exec(doIf(session -> session.userId() % 5 == 0
                                && Instant.now().plusMillis(500).isBefore(opensAt))
                        .then(exec(early)));
    }

    private ScenarioBuilder rush(List<Map<String, Object>> clicks) {
        HttpRequestActionBuilder purchase = http("purchase")
                .post(session -> "/v1/campaigns/" + campaignId + "/actions/purchase")
                .header("Authorization", FlashSaleSimulation::bearer)
                .header("Idempotency-Key", session -> shopper(session).key())
                .header("Content-Type", "application/json")
                .body(StringBody("{\"sku\":\"item\",\"quantity\":1}"))
                .check(status().in(201, 409));
        return scenario("rush")
                .feed(clicks.iterator())
                .exec(pause(session -> Duration.between(
                        Instant.now(), opensAt.plusMillis(shopper(session).clicksAtMs()))))
                .exec(Tries.of(purchase, (session, answer, isLast) -> {
                    books.purchase(shopper(session), answer, isLast);
                    return session.set(
                            "order", answer.body().path("order").path("id").asText());
                }))
                .exec(doIf(session -> shopper(session).pays() && !"".equals(session.getString("order")))
                        .then(Payment.of(FlashSaleSimulation::bearer, books)));
    }

    private static String bearer(Session session) {
        return "Bearer " + shopper(session).token();
    }

    private static Shopper shopper(Session session) {
        Shopper shopper = session.get("shopper");
        if (shopper == null) {
            throw new IllegalStateException("no shopper in the session");
        }
        return shopper;
    }
}
