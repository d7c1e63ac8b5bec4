package dev.stampede.settlement;

import dev.stampede.inventory.CampaignKeys;
import dev.stampede.redis.Commands;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The safety net: finds batches whose node died between Redis and Postgres, settles them, trims what is settled, and notices a
 * Redis that is behind. Busy campaigns are looked at on every step, quiet ones on every tenth.
 */
public final class RedisSweeper {
    private static final int QUIET_EVERY = 10;
    private static final int BUSY_STEPS = 30;
    private static final long DEAD_MS = 2_000;
    private static final String CAMPAIGNS = """
            SELECT k.campaign_id, k.generation, k.settled_through FROM campaign_counter k
            JOIN campaign c ON c.id = k.campaign_id
            WHERE c.state <> 'archived'
              AND NOT EXISTS (SELECT FROM reload_wanted w WHERE w.campaign_id = k.campaign_id)
            ORDER BY k.campaign_id
            """;

    private static final String STILL_MISSING = """
            SELECT FROM campaign_counter
            WHERE campaign_id = $1::text AND generation = $2::bigint AND settled_through < $3::bigint
            """;

    private final Pool pool;
    private final Commands commands;
    private final RedisOutbox outbox;
    private final RedisCatchUp catchUp;
    private final PgReloadWanted reloads;
    private final BooleanSupplier valveIsShut;
    private final Map<String, Look> looks = new HashMap<>();
    private final Set<String> fenced = new HashSet<>();
    private long steps;

    /** One look at a campaign: how far it was settled, its sequence, and the step until which it counts as busy. */
    private record Look(long settledThrough, long sequence, long busyUntil) {}

    /** A campaign's counter in Postgres. */
    private record Counter(String campaignId, long generation, long settledThrough) {
        static Counter of(Row row) {
            return new Counter(row.getString("campaign_id"), row.getLong("generation"), row.getLong("settled_through"));
        }
    }

    public RedisSweeper(
            Pool pool, Commands commands, RedisCatchUp catchUp, PgReloadWanted reloads, BooleanSupplier valveIsShut) {
        this.pool = pool;
        this.commands = commands;
        this.outbox = new RedisOutbox(commands);
        this.catchUp = catchUp;
        this.reloads = reloads;
        this.valveIsShut = valveIsShut;
    }

    /** Looks at the campaigns whose turn it is, and says how many left-behind entries it settled. */
    public Future<Integer> step() {
        if (valveIsShut.getAsBoolean()) {
            return Future.succeededFuture(0);
        }
        long step = steps++;
        return pool.query(CAMPAIGNS).execute().compose(rows -> {
            List<Future<Integer>> sweeps = new ArrayList<>();
            for (Row row : rows) {
                Counter counter = Counter.of(row);
                boolean isNew = !looks.containsKey(counter.campaignId());
                Look look = see(counter, step);
                if (isNew || step < look.busyUntil() || step % QUIET_EVERY == 0) {
                    sweeps.add(sweep(counter, step));
                }
            }
            return Future.join(sweeps)
                    .map(done -> sweeps.stream().mapToInt(Future::result).sum());
        });
    }

    private Future<Integer> sweep(Counter counter, long step) {
        CampaignKeys keys = new CampaignKeys(counter.campaignId());
        Future<@Nullable Response> fields =
                commands.send(Request.cmd(Command.HMGET, keys.campaign(), "generation", "sequence", "fence"));
        Future<List<Entry>> first = outbox.range(
                counter.campaignId(), counter.generation(), counter.settledThrough() + 1, Long.MAX_VALUE, 1);
        Future<@Nullable Response> time = commands.send(Request.cmd(Command.TIME));
        return Future.all(fields, first, time)
                .compose(read -> act(
                        counter,
                        Objects.requireNonNull(fields.result()),
                        first.result(),
                        Objects.requireNonNull(time.result()).get(0).toLong() * 1_000,
                        step));
    }

    private Future<Integer> act(Counter counter, Response fields, List<Entry> first, long redisNow, long step) {
        if (fields.get(2) != null) {
            return fenced(counter, step);
        }
        fenced.remove(counter.campaignId());
        if (fields.get(0) == null || fields.get(0).toLong() < counter.generation()) {
            return want(counter, "Redis has no such campaign, or an older one");
        }
        if (fields.get(0).toLong() != counter.generation()) {
            return Future.succeededFuture(0);
        }
        long sequence = fields.get(1).toLong();
        remember(counter, sequence, step);
        if (sequence < counter.settledThrough()) {
            return want(counter, "Redis is behind: it has " + sequence + " of " + counter.settledThrough());
        }
        trim(counter);
        if (first.isEmpty() && sequence > counter.settledThrough()) {
            return missing(counter, sequence);
        }
        boolean isLeftBehind = !first.isEmpty() && redisNow - first.get(0).at() > DEAD_MS;
        return isLeftBehind
                ? catchUp.settle(counter.campaignId())
                        .recover(e -> e instanceof Disagreement
                                ? want(counter, String.valueOf(e.getMessage()))
                                : Future.failedFuture(e))
                : Future.succeededFuture(0);
    }

    /** A loader lowers its fence before its wish goes, so a fence without a wish, seen twice, was left by a dead one. */
    private Future<Integer> fenced(Counter counter, long step) {
        looks.put(counter.campaignId(), new Look(counter.settledThrough(), 0, step + BUSY_STEPS));
        return fenced.add(counter.campaignId())
                ? Future.succeededFuture(0)
                : want(counter, "its fence was left up").onSuccess(wanted -> fenced.remove(counter.campaignId()));
    }

    /** Nothing is trimmed before it is settled: what is in neither store is lost, unless it was settled just now. */
    private Future<Integer> missing(Counter counter, long sequence) {
        return pool.preparedQuery(STILL_MISSING)
                .execute(Tuple.of(counter.campaignId(), counter.generation(), sequence))
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(0)
                        : want(counter, "entries up to " + sequence + " are lost"));
    }

    /** What Postgres tells of every campaign at every step: one that is new, or was settled lately, is busy. */
    private Look see(Counter counter, long step) {
        Look last = looks.get(counter.campaignId());
        boolean isBusy = last == null ? step > 0 : last.settledThrough() != counter.settledThrough();
        long busyUntil = isBusy ? step + BUSY_STEPS : last == null ? step : last.busyUntil();
        Look look = new Look(counter.settledThrough(), last == null ? 0 : last.sequence(), busyUntil);
        looks.put(counter.campaignId(), look);
        return look;
    }

    private void remember(Counter counter, long sequence, long step) {
        Look last = looks.get(counter.campaignId());
        boolean isBusy = last != null && last.sequence() != sequence;
        long busyUntil = isBusy ? step + BUSY_STEPS : last == null ? step : last.busyUntil();
        looks.put(counter.campaignId(), new Look(counter.settledThrough(), sequence, busyUntil));
    }

    private Future<Integer> want(Counter counter, String reason) {
        return reloads.want(counter.campaignId(), reason).map(wanted -> 0);
    }

    /** No batch comes to trim in a quiet campaign. */
    private void trim(Counter counter) {
        commands.send(Request.cmd(
                Command.XTRIM,
                new CampaignKeys(counter.campaignId()).outbox(),
                "MINID",
                counter.generation() + "-" + (counter.settledThrough() + 1)));
    }
}
