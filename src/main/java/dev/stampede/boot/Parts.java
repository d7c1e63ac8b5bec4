package dev.stampede.boot;

import dev.stampede.campaign.PgCampaigns;
import dev.stampede.cluster.PgNodeLease;
import dev.stampede.formation.PgFormationSeats;
import dev.stampede.formation.PgFormations;
import dev.stampede.identity.JwtGuard;
import dev.stampede.identity.JwtTokens;
import dev.stampede.inventory.RedisInventory;
import dev.stampede.order.Errands;
import dev.stampede.order.Payments;
import dev.stampede.order.PgOrders;
import dev.stampede.order.Reacquisition;
import dev.stampede.order.SimulatedPayments;
import dev.stampede.participation.RedisOwnTakes;
import dev.stampede.participation.RedisReacquisition;
import dev.stampede.postgres.HeldConnection;
import dev.stampede.postgres.PgPools;
import dev.stampede.redis.Admission;
import dev.stampede.redis.RedisLink;
import dev.stampede.redis.RedisServer;
import dev.stampede.redis.Script;
import dev.stampede.report.PgAttempts;
import dev.stampede.settlement.PgRejection;
import dev.stampede.settlement.PgReloadWanted;
import dev.stampede.settlement.PgSettlement;
import dev.stampede.settlement.PgSettler;
import dev.stampede.settlement.PgSettling;
import dev.stampede.settlement.RedisCatchUp;
import dev.stampede.settlement.RedisOutbox;
import dev.stampede.settlement.RedisRecovery;
import dev.stampede.telemetry.EventLoopLag;
import dev.stampede.telemetry.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** What the event loops of one node share, built by hand from the stores inwards. */
final class Parts {
    final NodePlace place;
    final Vertx vertx;
    final Settings settings;
    final Kinds kinds;
    final List<Script> scripts;
    final Pool pool;
    final PgNodeLease ids;
    final InstantSource clock;
    final RandomGenerator random;
    final RandomGenerator traceIds;
    final Wakers wakers = new Wakers();
    final AtomicBoolean draining = new AtomicBoolean();
    final Metrics metrics = new Metrics();
    final EventLoopLag lag = new EventLoopLag(System::nanoTime);
    final List<String> jwtSecrets;
    final JwtTokens tokens;
    final JwtGuard guard;
    final SimulatedPayments simulatedPayments;
    final Payments payments;
    final Errands errands =
            new Errands(() -> wakers.wake("release"), () -> wakers.wake("refund"), () -> wakers.wake("late_money"));
    final PgCampaigns campaigns;
    final PgOrders orders;
    final PgFormationSeats seats;
    final PgFormations formations;
    final PgAttempts attempts;
    final PgReloadWanted reloads;
    final RedisLink settlingLink;
    final PgSettler settler;
    final FeedParts feed;
    final WebhookParts webhooks;

    private final RedisServer redis;
    private final String postgresUrl;
    private final Admission admission;
    private final List<RedisLink> links = new CopyOnWriteArrayList<>();

    /**
     * @param random safe to use from several threads
     * @param bank what stands between the node and its provider: nothing but in a demo or a test
     */
    Parts(
            NodePlace place,
            Settings settings,
            Kinds kinds,
            NodeStores stores,
            Pool pool,
            PgNodeLease ids,
            InstantSource clock,
            RandomGenerator random,
            UnaryOperator<Payments> bank) {
        this.place = place;
        this.vertx = place.vertx();
        this.settings = settings;
        this.kinds = kinds;
        this.scripts = scripts(kinds);
        this.pool = pool;
        this.ids = ids;
        this.clock = clock;
        this.random = random;
        this.traceIds = new Random(random.nextLong());
        this.redis = new RedisServer(stores.redisUrl());
        this.postgresUrl = stores.postgresUrl();
        this.admission = RedisRecovery.admission(pool, scripts);
        this.jwtSecrets = stores.jwtSecrets();
        this.tokens = new JwtTokens(vertx, stores.jwtSecrets(), clock);
        this.guard = new JwtGuard(tokens);
        this.simulatedPayments = new SimulatedPayments(stores.jwtSecrets());
        this.payments = bank.apply(simulatedPayments);
        this.campaigns = new PgCampaigns(pool, ids, settings.selfApproval());
        this.orders = new PgOrders(pool);
        this.seats = new PgFormationSeats(ids);
        this.formations = new PgFormations(pool);
        this.attempts = new PgAttempts(pool);
        this.reloads = new PgReloadWanted(pool, () -> wakers.wake("recovery"));
        this.settlingLink = link();
        this.settler = settler();
        this.feed = new FeedParts(this);
        this.webhooks = new WebhookParts(this);
        show();
    }

    private static List<Script> scripts(Kinds kinds) {
        return Stream.concat(RedisInventory.scripts().stream(), kinds.scripts().stream())
                .toList();
    }

    private void show() {
        metrics.unsettledAge(() -> settler.unsettledAgeMs() / 1_000.0);
        metrics.eventLoopLag(lag);
    }

    /** A guarded connection for one event loop; whoever asks opens it there. */
    RedisLink link() {
        RedisLink link = new RedisLink(
                vertx, redis, connection -> admission.admits(connection).onSuccess(admitted -> {
                    if (!admitted) {
                        wakers.wake("recovery");
                    }
                }));
        links.add(link);
        return link;
    }

    /** The connection of recovery, which works on a Redis that nobody else is admitted to. */
    RedisLink unguardedLink() {
        RedisLink link = new RedisLink(vertx, redis, connection -> Future.succeededFuture(true));
        links.add(link);
        return link;
    }

    List<RedisLink> links() {
        return links;
    }

    /** Settles what other processes left behind, without waiting for one that is at it. */
    RedisCatchUp catchUp(RedisLink link) {
        return catchUp(new RedisOutbox(link), PgSettlement::unlessBusy);
    }

    /** Settles whatever there is, waiting for those who are at it: a reload forgets what it leaves unsettled. */
    RedisCatchUp patientCatchUp(RedisLink link) {
        return catchUp(new RedisOutbox(link), settlement -> settlement);
    }

    /** Takes of the engine's own over this connection, for its event loop. */
    RedisOwnTakes ownTakes(RedisLink link) {
        return new RedisOwnTakes(vertx, pool, link, settler, catchUp(link), reloads, ids::isValid, clock, random);
    }

    /** How late money takes units again, over this connection, for its event loop. */
    Reacquisition reacquisition(RedisLink link) {
        return new RedisReacquisition(ownTakes(link));
    }

    private RedisCatchUp catchUp(RedisOutbox outbox, UnaryOperator<PgSettlement> manner) {
        PgSettlement settlement = manner.apply(new PgSettlement(ids, outbox::all));
        return new RedisCatchUp(pool, outbox, new PgSettling(settlement, new PgRejection(ids)));
    }

    private PgSettler settler() {
        RedisOutbox outbox = new RedisOutbox(settlingLink);
        // The settler and its transaction know each other: the one queues, the other asks how long.
        PgSettler[] self = new PgSettler[1];
        PgSettlement settlement = new PgSettlement(
                ids,
                (campaign, generation, from, to) -> self[0].isOverdue(campaign)
                        ? outbox.all(campaign, generation, from, to)
                        : Future.succeededFuture(List.of()));
        self[0] = new PgSettler(
                new HeldConnection(() -> PgPools.connect(vertx, postgresUrl)),
                new PgSettling(settlement, new PgRejection(ids)),
                reloads,
                clock,
                metrics::commit);
        return self[0];
    }
}
