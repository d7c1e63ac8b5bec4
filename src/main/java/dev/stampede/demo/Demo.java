package dev.stampede.demo;

import dev.stampede.identity.JwtTokens;
import dev.stampede.identity.Realm;
import dev.stampede.identity.Role;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** A whole sale: it is made and approved, the shoppers come, unpaid units come back, everything is counted again. */
public final class Demo {
    private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(30);
    private static final long LOOK_EVERY_MS = 200;
    private static final long UNPAID_COME_BACK_MS = 2_500;

    private final Vertx vertx;
    private final Play play;
    private final JwtTokens tokens;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final UnrulyCourier courier;
    private final Calls calls;
    private final Figures figures;
    private final ShopperClient client;
    private final Organiser organiser;
    private final Books books;
    private volatile List<Gathering> gatherings = List.of();
    private volatile Moment moment;
    private Phase phase = Phase.PREPARING;
    private long left = -1;

    /**
     * @param tokens sign with the secret of the engine that is played against
     * @param random draws the shoppers
     * @param courier brings the notices of payments
     * @param nanos a clock for durations
     */
    public Demo(
            Vertx vertx,
            Play play,
            JwtTokens tokens,
            InstantSource clock,
            RandomGenerator random,
            UnrulyCourier courier,
            LongSupplier nanos) {
        this.vertx = vertx;
        this.play = play;
        this.tokens = tokens;
        this.clock = clock;
        this.random = random;
        this.courier = courier;
        this.calls = new Calls(vertx);
        this.figures = new Figures(nanos);
        this.client = new ShopperClient(vertx, calls, figures, random, play.url());
        this.organiser = new Organiser(
                calls,
                play.opsUrl(),
                new Organiser.Tokens(
                        operations("demo-seller", Role.OPERATOR),
                        operations("demo-checker", Role.REVIEWER),
                        operations("demo-auditor", Role.AUDITOR)));
        this.books = new Books(play.stock(), Play.LIMIT);
        this.moment = new Moment(phase, 0, left, 0, List.of(), figures.counted());
    }

    /** Plays on one event loop; fails with {@link CannotPlay} when the engine is not there or will not have it. */
    public Future<Outcome> play() {
        Promise<Outcome> outcome = Promise.promise();
        Context loop = vertx.getOrCreateContext();
        loop.runOnContext(go -> prepare().compose(this::play).onComplete(outcome));
        return outcome.future();
    }

    /** The play as it is now; any thread. */
    public Moment moment() {
        return moment;
    }

    private record Cast(Scene scene, Gathering teams, Gathering chains, List<Shopper> shoppers) {}

    private Future<Cast> prepare() {
        return client.time().compose(this::clock).compose(now -> {
            List<Shopper> shoppers =
                    Crowd.of(play, random, id -> tokens.sign(Realm.SHOPPER, id, Set.of(), Set.of(), TOKEN_LIFETIME));
            Instant opensAt = Instant.ofEpochMilli(now.millis()).plusSeconds(play.opensInSeconds());
            return organiser
                    .openSale(play, opensAt)
                    .map(id -> new Scene(vertx, client, courier, books, now, id, opensAt.toEpochMilli()))
                    .compose(sale -> organiser.openGroupBuy(play, opensAt).compose(teams -> organiser
                            .openBargain(play, opensAt)
                            .map(chains ->
                                    new Cast(sale, gathering(sale.in(teams)), gathering(sale.in(chains)), shoppers))));
        });
    }

    private Gathering gathering(Scene scene) {
        return new Gathering(scene, id -> tokens.sign(Realm.SHOPPER, id, Set.of(), Set.of(), TOKEN_LIFETIME));
    }

    private Future<ServerClock> clock(Reply reply) {
        if (!reply.isDone()) {
            return Future.failedFuture(
                    new CannotPlay(false, "no engine answers at " + play.url() + ": " + reply.code()));
        }
        try {
            Instant there = Instant.parse(reply.body().path("now").asText());
            return Future.succeededFuture(new ServerClock(clock, there.toEpochMilli() - clock.millis()));
        } catch (DateTimeException e) {
            return Future.failedFuture(new CannotPlay(true, "what answers at " + play.url() + " is no Stampede"));
        }
    }

    private Future<Outcome> play(Cast cast) {
        Scene scene = cast.scene();
        List<Visit> visits = cast.shoppers().stream()
                .map(shopper -> new Visit(scene, shopper))
                .toList();
        gatherings = List.of(cast.teams(), cast.chains());
        long watch = vertx.setPeriodic(LOOK_EVERY_MS, tick -> look(scene));
        enter(Phase.CLOSED);
        Future<Gathered> teams = new TeamPlay(cast.teams(), random, play.shoppers()).play();
        Future<Gathered> chains = new ChainPlay(cast.chains(), random, play.shoppers()).play();
        Future<Void> opened = scene.until(0).onSuccess(open -> enter(Phase.RUSH));
        return Future.all(opened, all(visits, Visit::first))
                .compose(rushed -> secondRound(scene, visits))
                .compose(sold -> all(visits, Visit::last))
                .compose(late -> recount(cast))
                .compose(counted -> Future.all(teams, chains))
                .compose(ended -> audit())
                .map(audit -> outcome(scene, List.of(teams.result(), chains.result()), audit))
                .onComplete(done -> vertx.cancelTimer(watch))
                .onSuccess(outcome -> finish(scene));
    }

    private Future<Void> secondRound(Scene scene, List<Visit> visits) {
        enter(Phase.SECOND_ROUND);
        long end = scene.clock().millis() + play.payWithinSeconds() * 1_000L + UNPAID_COME_BACK_MS;
        return all(
                visits,
                visit -> visit.second(
                        () -> books.soldUnits() >= play.stock() || scene.clock().millis() > end));
    }

    private Future<Void> recount(Cast cast) {
        enter(Phase.CHECKING);
        return new Recount(
                        cast.scene(),
                        cast.shoppers().stream().collect(Collectors.toMap(Shopper::id, Function.identity())))
                .run();
    }

    private Future<AuditSeen> audit() {
        enter(Phase.AUDIT);
        return organiser.audit();
    }

    private static Future<Void> all(List<Visit> visits, Function<Visit, Future<Void>> part) {
        return Future.all(visits.stream().map(part).toList()).mapEmpty();
    }

    private Outcome outcome(Scene scene, List<Gathered> gathered, AuditSeen audit) {
        return new Outcome(
                play, scene.campaignId(), books.findings(), gathered, figures.counted(), audit, books.lastSoldMs());
    }

    private void enter(Phase next) {
        phase = next;
    }

    /** A new moment, and the stock as anybody can see it. */
    private void look(Scene scene) {
        moment = moment(scene);
        client.campaign(scene.campaignId())
                .onSuccess(reply ->
                        left = reply.body().path("offers").path(0).path("left").asLong(left));
    }

    private void finish(Scene scene) {
        enter(Phase.DONE);
        moment = moment(scene);
    }

    private Moment moment(Scene scene) {
        List<Gathered> sofar = gatherings.isEmpty()
                ? List.of()
                : List.of(gatherings.get(0).gathered("teams"), gatherings.get(1).gathered("chains"));
        return new Moment(phase, scene.sinceOpeningMs(), left, books.soldUnits(), sofar, figures.counted());
    }

    private String operations(String subject, Role role) {
        return tokens.sign(Realm.OPERATIONS, subject, Set.of(role), Set.of(), TOKEN_LIFETIME);
    }
}
