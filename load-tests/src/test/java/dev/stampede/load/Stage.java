package dev.stampede.load;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What all plays of a run share: its settings, its crowd, the opening and who is still there. Any thread. */
final class Stage {
    private static final long SEED = 42;
    private static final int SHARED_CONNECTIONS = 1_000;
    private static final Duration BEFORE_OPENING = Duration.ofSeconds(3);

    private final LoadSettings settings;
    private final Organiser organiser;
    private final List<Shopper> crowd;
    private final Tally tally;
    private final Tries tries;
    private final AtomicInteger present = new AtomicInteger();
    private volatile Instant opensAt = Instant.MAX;

    private Stage(LoadSettings settings, Tokens tokens) {
        this.settings = settings;
        this.organiser = new Organiser(settings.url(), settings.opsUrl(), tokens.operator());
        this.crowd = crowd(tokens.shoppers(settings.users()), settings);
        this.tally = new Tally(Contract.read(Path.of(Given.text("contract", "../src/main/resources/openapi.yaml"))));
        int connections = settings.sharesConnections() ? SHARED_CONNECTIONS : Integer.MAX_VALUE;
        this.tries = new Tries(tally, new Gateway(connections, tally));
    }

    /**
     * @param users the default crowd
     * @param seconds the default rush
     */
    static Stage read(int users, int seconds) {
        LoadSettings settings = LoadSettings.read(users, seconds);
        return new Stage(settings, Tokens.read(settings.url()));
    }

    private static List<Shopper> crowd(List<Tokens.Named> people, LoadSettings settings) {
        Random random = new Random(SEED);
        List<Shopper> crowd = new ArrayList<>();
        for (int i = 0; i < people.size(); i++) {
            long clicksAtMs = settings.rush().toMillis() * i / people.size();
            Tokens.Named one = people.get(i);
            crowd.add(new Shopper(i, one.id(), one.token(), clicksAtMs, random.nextInt(100)));
        }
        return List.copyOf(crowd);
    }

    LoadSettings settings() {
        return settings;
    }

    Organiser organiser() {
        return organiser;
    }

    List<Shopper> crowd() {
        return crowd;
    }

    Tally tally() {
        return tally;
    }

    Tries tries() {
        return tries;
    }

    HttpProtocolBuilder server() {
        HttpProtocolBuilder server = http.baseUrl(settings.url().toString())
                .wsBaseUrl(settings.url().toString().replaceFirst("^http", "ws"))
                .wsUnmatchedInboundMessageBufferSize(64)
                .disableWarmUp()
                .disableCaching()
                .userAgentHeader("stampede-load")
                .acceptLanguageHeader("en");
        return settings.sharesConnections() ? server.shareConnections() : server;
    }

    /** Sets the opening, as far away as the settings say. */
    Instant lift() {
        opensAt = Instant.ofEpochMilli(System.currentTimeMillis()
                + settings.rehearsal().plus(settings.lead()).toMillis());
        return opensAt;
    }

    /** Units on sale where a crowd wants more than there is: a tenth of it, unless told otherwise. */
    int stock() {
        return Given.number("stock", Math.max(1, settings.users() / 10), 1, 1_000_000);
    }

    Instant opensAt() {
        return opensAt;
    }

    /** So many arrive after the rehearsal, and are all there a moment before the opening. */
    OpenInjectionStep[] arrival(int users) {
        return new OpenInjectionStep[] {
            nothingFor(settings.rehearsal()),
            rampUsers(users).during(settings.lead().minus(BEFORE_OPENING))
        };
    }

    /** These, and a 503 when the run is an experiment beyond the machine. */
    CheckBuilder accepts(Integer... statuses) {
        List<Integer> accepted = new ArrayList<>(Arrays.asList(statuses));
        if (settings.allowsBusy()) {
            accepted.add(503);
        }
        return status().in(accepted);
    }

    /** Looks at the page of the campaign. */
    ChainBuilder look(Supplier<String> campaignId) {
        return exec(http("campaign")
                .get(session -> "/v1/campaigns/" + campaignId.get())
                .check(accepts(200)));
    }

    /** Waits until the shopper in the session means to click, and notes how late that became. */
    ChainBuilder untilClick() {
        return pause(session -> Duration.between(Instant.now(), click(session))).exec(session -> {
            tally.clicked(Duration.between(click(session), Instant.now()).toMillis());
            return session;
        });
    }

    /** The last word on the first click of the shopper in the session has come. */
    void heard(Session session) {
        tally.heard(Duration.between(click(session), Instant.now()).toMillis());
    }

    private Instant click(Session session) {
        return opensAt.plusMillis(shopper(session).clicksAtMs());
    }

    /** A record for each visit of these, who will all {@link #leave}. */
    List<Map<String, Object>> visits(List<Shopper> visitors) {
        present.addAndGet(visitors.size());
        return visitors.stream()
                .map(shopper -> Map.<String, Object>of("shopper", shopper))
                .toList();
    }

    /** An action of the shopper in the session, whose key is still to be set. */
    HttpRequestActionBuilder act(String name, Supplier<String> campaignId, String action, String body) {
        return http(name)
                .post(session -> "/v1/campaigns/" + campaignId.get() + "/actions/" + action)
                .header("Authorization", Stage::bearer)
                .header("Content-Type", "application/json")
                .body(StringBody(body));
    }

    /** The last thing that each of the crowd does. */
    ChainBuilder leave() {
        return exec(session -> {
            present.decrementAndGet();
            return session;
        });
    }

    boolean isEmpty() {
        return present.get() <= 0;
    }

    static String bearer(Session session) {
        return shopper(session).bearer();
    }

    static Shopper shopper(Session session) {
        Shopper shopper = session.get("shopper");
        if (shopper == null) {
            throw new IllegalStateException("no shopper in the session");
        }
        return shopper;
    }
}
