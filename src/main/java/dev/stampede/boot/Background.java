package dev.stampede.boot;

import dev.stampede.campaign.PgCampaignClock;
import dev.stampede.campaign.PgSoldOut;
import dev.stampede.campaign.RedisTold;
import dev.stampede.formation.PgCancelledFormations;
import dev.stampede.formation.PgDeadlines;
import dev.stampede.formation.PgSeatExpiry;
import dev.stampede.inventory.RedisInventory;
import dev.stampede.order.PgCancelledCampaigns;
import dev.stampede.order.PgExpiry;
import dev.stampede.order.PgLateMoney;
import dev.stampede.order.PgRefunds;
import dev.stampede.redis.RedisLink;
import dev.stampede.schedule.RedisArchive;
import dev.stampede.schedule.RedisClocks;
import dev.stampede.schedule.RedisReleases;
import dev.stampede.schedule.RedisTells;
import dev.stampede.schedule.RedisWindUp;
import dev.stampede.settlement.PgSettler;
import dev.stampede.settlement.RedisRecovery;
import dev.stampede.settlement.RedisReload;
import dev.stampede.settlement.RedisSweeper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The background work of a node: each piece is a step, the pause after one that found nothing, and its own connection. */
final class Background {
    private static final int REHEARSALS = 20;
    private static final long CLOCK_PAUSE_MS = 250;

    /** Late money and an operator's second thoughts come in the first moments after an end. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final Duration KEEP = Duration.ofDays(7);

    private final Parts parts;
    private final RedisTells tells;
    private final List<StepVerticle> verticles = new ArrayList<>();
    private final List<String> deployments = new CopyOnWriteArrayList<>();

    Background(Parts parts) {
        this.parts = parts;
        RedisLink tellsLink = parts.link();
        this.tells = new RedisTells(
                parts.vertx, parts.pool, parts.campaigns, new RedisInventory(tellsLink), this::wakeTellers);
        add("tell_redis", () -> 500, tellsLink::open, tells::step);
        addSettlement();
        addRecovery();
        add("attempts", () -> 1_000, () -> {}, parts.attempts::step);
        add("node_lease", () -> 5_000, () -> {}, parts.ids::step);
        addSecrets();
        addRoles();
    }

    /** What a node may leave to others; the steps above it needs for itself. */
    private void addRoles() {
        if (parts.place.does(NodeRole.SETTLE)) {
            addSweeper();
        }
        if (parts.place.does(NodeRole.SCHEDULE)) {
            addReleases();
            add("expire", () -> 500, () -> {}, this::expire);
            addMoney();
            addFormations();
            addCampaigns();
            add("sold_out", () -> 500, () -> {}, new PgSoldOut(parts.pool, parts.ids)::step);
        }
        if (parts.place.does(NodeRole.PUSH)) {
            add("event_relay", () -> 150, () -> {}, parts.feed.relay::step);
            addWebhooks();
        }
        if (parts.place.does(NodeRole.API)) {
            addFeed();
        }
    }

    /** Whether Redis took a campaign's newest revision. */
    RedisTold told() {
        return tells;
    }

    Future<?> deploy(Vertx vertx) {
        return Future.all(verticles.stream()
                .map(verticle -> vertx.deployVerticle(verticle).onSuccess(deployments::add))
                .toList());
    }

    /** Lets the steps that are under way end, and starts none. */
    Future<?> undeploy(Vertx vertx) {
        return Future.join(deployments.stream().map(vertx::undeploy).toList());
    }

    private void addSettlement() {
        PgSettler settler = parts.settler;
        settler.onWork(() -> parts.wakers.wake("settle"));
        add(new StepVerticle(
                "settle",
                () -> settler.hasPending() ? PgSettler.NEIGHBOUR_MS : 1_000,
                () -> {
                    parts.settlingLink.open();
                    return settler.rehearse(REHEARSALS);
                },
                settler::step));
    }

    private void addRecovery() {
        RedisLink link = parts.unguardedLink();
        RedisReload reload = new RedisReload(parts.pool, link, parts.patientCatchUp(link), parts.random);
        RedisRecovery recovery = new RedisRecovery(parts.pool, link, reload, parts.reloads, parts.scripts);
        add("recovery", () -> 500, link::open, () -> link.isOpen() ? recovery.step() : Future.succeededFuture(0));
    }

    private void addSweeper() {
        RedisLink link = parts.link();
        RedisSweeper sweeper =
                new RedisSweeper(parts.pool, link, parts.catchUp(link), parts.reloads, parts.settler::isShut);
        add(
                "sweep",
                () -> 1_000,
                link::open,
                () -> link.isOpen() ? sweeper.step().map(0) : Future.succeededFuture(0));
    }

    private void addReleases() {
        RedisLink link = parts.link();
        RedisReleases releases = new RedisReleases(parts.pool, new RedisInventory(link));
        add("release", () -> 500, link::open, () -> link.isOpen() ? releases.step() : Future.succeededFuture(0));
    }

    private void addSecrets() {
        parts.settings.jwtSecretFile().ifPresent(file -> {
            SecretRotation rotation = new SecretRotation(parts.vertx, file, parts.jwtSecrets, secrets -> {
                parts.tokens.rotate(secrets);
                parts.simulatedPayments.rotate(secrets);
            });
            add("jwt_secrets", () -> 1_000, () -> {}, rotation::step);
        });
    }

    private void addFeed() {
        add(new StepVerticle("feed_events", () -> 250, parts.feed.reader::open, parts.feed.reader::step));
        parts.feed.hints.listen(hint -> parts.wakers.wake("feed_events"));
    }

    private void addWebhooks() {
        add("webhook_spread", () -> 500, () -> {}, parts.webhooks::spread);
        add("webhook_send", () -> 500, () -> {}, parts.webhooks.sender::step);
        add("webhook_prune", () -> 60_000, () -> {}, parts.webhooks.queue::prune);
        parts.feed.hints.listen(hint -> parts.wakers.wake("webhook_spread"));
    }

    /** An approved campaign is loaded, a changed one is told, a cancelled one's orders go back. */
    private void wakeTellers() {
        parts.wakers.wake("tell_redis");
        parts.wakers.wake("recovery");
        parts.wakers.wake("event_relay");
        parts.wakers.wake("cancelled_orders");
        parts.wakers.wake("cancelled_formations");
    }

    private void addCampaigns() {
        PgCampaignClock clock = new PgCampaignClock(parts.pool, parts.ids);
        AtomicLong pauseMs = new AtomicLong(CLOCK_PAUSE_MS);
        add("campaign_clock", pauseMs::get, () -> {}, () -> campaignClock(clock, pauseMs));
        RedisLink link = parts.link();
        RedisInventory inventory = new RedisInventory(link);
        RedisWindUp windUp = new RedisWindUp(parts.pool, inventory, GRACE, KEEP);
        RedisArchive archive = new RedisArchive(parts.pool, inventory);
        RedisClocks clocks = new RedisClocks(parts.pool, link, parts.clock, parts.metrics::clock);
        add(
                "wind_up",
                () -> 1_000,
                link::open,
                () -> link.isOpen()
                        ? clocks.step().compose(seen -> windUp(windUp)).compose(moved -> archive.step()
                                .map(swept -> moved + swept))
                        : Future.succeededFuture(0));
    }

    private Future<Integer> windUp(RedisWindUp windUp) {
        return windUp.step().onSuccess(moved -> {
            if (moved > 0) {
                wakeTellers();
            }
        });
    }

    /** An opening is announced when it comes, not at the next look; while none is near, one statement sees that. */
    private Future<Integer> campaignClock(PgCampaignClock clock, AtomicLong pauseMs) {
        boolean isNear = pauseMs.get() < CLOCK_PAUSE_MS;
        return (isNear ? clock.step() : Future.succeededFuture(0)).compose(moved -> {
            if (moved > 0) {
                parts.wakers.wake("event_relay");
            }
            return clock.untilNext(CLOCK_PAUSE_MS).onSuccess(pauseMs::set).map(moved);
        });
    }

    private Future<Integer> expire() {
        return new PgExpiry(parts.pool, parts.ids).step().onSuccess(this::release);
    }

    private void addMoney() {
        PgRefunds refunds = new PgRefunds(parts.pool, parts.ids, parts.payments, parts.metrics::refund);
        RedisLink link = parts.link();
        PgLateMoney lateMoney = new PgLateMoney(
                parts.pool, parts.ids, parts.orders, parts.reacquisition(link), parts.errands.refund(), parts.seats);
        PgCancelledCampaigns cancelled = new PgCancelledCampaigns(parts.pool, parts.ids);
        add("refund", () -> 500, () -> {}, refunds::step);
        add("late_money", () -> 500, link::open, lateMoney::step);
        add("cancelled_orders", () -> 1_000, () -> {}, () -> cancelled.step().onSuccess(this::release));
    }

    private void addFormations() {
        PgSeatExpiry expiry = new PgSeatExpiry(parts.pool, parts.ids);
        PgDeadlines deadlines = new PgDeadlines(parts.pool, parts.ids);
        PgCancelledFormations cancelled = new PgCancelledFormations(parts.pool, parts.ids);
        add("expire_seats", () -> 500, () -> {}, () -> expiry.step().onSuccess(this::release));
        add("deadlines", () -> 500, () -> {}, () -> deadlines.step().onSuccess(this::release));
        add("cancelled_formations", () -> 1_000, () -> {}, () -> cancelled
                .step()
                .onSuccess(this::release));
    }

    private void release(int orders) {
        if (orders > 0) {
            parts.errands.release().run();
            parts.errands.refund().run();
        }
    }

    private void add(String name, LongSupplier idleMs, Runnable open, Supplier<Future<Integer>> step) {
        add(new StepVerticle(
                name,
                idleMs,
                () -> {
                    open.run();
                    return Future.succeededFuture();
                },
                step));
    }

    private void add(StepVerticle verticle) {
        parts.wakers.add(verticle.name(), verticle::wake);
        verticles.add(verticle);
    }
}
