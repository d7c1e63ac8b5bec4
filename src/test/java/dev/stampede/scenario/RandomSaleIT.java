package dev.stampede.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.tsid.TsidFactory;
import dev.stampede.scenario.Batch.Request;
import dev.stampede.scenario.Batch.Window;
import dev.stampede.testing.TestStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A long sale that nobody wrote: random steps, told to the scripts and to the model at once. {@code -Dseed=…} plays one again.
 * All times of the sale lie half a minute beside the minutes at which it moves, so that the time a call takes changes nothing.
 */
class RandomSaleIT {
    private static final int OPERATIONS = 10_000;
    private static final long MINUTE = 60_000;
    private static final long HALF = 30_000;
    private static final String[] OFTEN_TOLD = {
        "OK",
        "REPLAY",
        "IDEMPOTENCY_MISMATCH",
        "FORBIDDEN",
        "UNKNOWN_OFFER",
        "LIMIT_REACHED",
        "SOLD_OUT",
        "PAUSED",
        "OUTSIDE",
        "STALE_GENERATION",
        "STALE_SNAPSHOT",
        "ROLLED_BACK",
        "TOO_LATE"
    };
    private static final List<String> SKUS = List.of("tea", "tea", "tea", "cup", "cup", "none");
    private static final List<String> REFUSALS = List.of("FORBIDDEN", "UNKNOWN_OFFER", "LIMIT_REACHED");

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final ModelInventory model = new ModelInventory();
    private final Set<String> told = new TreeSet<>();
    private final List<String> holds = new ArrayList<>();
    private Definition definition = new Definition(1, "open", -HALF, 600 * MINUTE + HALF, 6, grants(40, 15));
    private long now;
    private long settled;
    private long batches;
    private int operations;

    @Test
    void scripts_and_model_never_differ() {
        try (RedisShell redis = new RedisShell(TestStores.shared().redisUrl())) {
            LuaInventory scripts = new LuaInventory(
                    redis, TsidFactory.newInstance1024(1).create().toString());
            List<Inventory> both = List.of(model, scripts);
            both.forEach(it -> it.moveTo(now));
            both.forEach(it -> it.load(Picture.untouched(1, definition)));
            for (int step = 0; operations < OPERATIONS; step++) {
                step(both);
                if (step % 50 == 0) {
                    both.forEach(it -> it.moveTo(now));
                    same(scripts);
                }
            }
            same(scripts);
            assertThat(told).as("seed %d", seed).contains(OFTEN_TOLD);
            scripts.lose();
        }
    }

    private void step(List<Inventory> both) {
        int dice = random.nextInt(100);
        if (dice < 64) {
            take(both);
        } else if (dice < 70) {
            takeOwn(both, dice < 67);
        } else if (dice < 88) {
            release(both);
        } else if (dice < 93) {
            define(both);
        } else if (dice < 96) {
            settled = stored().sequence();
        } else if (dice < 99) {
            now += random.nextInt(1, 20) * MINUTE;
            both.forEach(it -> it.moveTo(now));
        } else {
            Picture reloaded = stored().reloaded();
            settled = reloaded.sequence();
            both.forEach(it -> it.load(reloaded));
        }
    }

    private void take(List<Inventory> both) {
        List<Request> requests = new ArrayList<>();
        int size = random.nextInt(1, 9);
        for (int i = 0; i < size; i++) {
            requests.add(request());
        }
        operations += size;
        Batch batch = new Batch(
                "%016x".formatted(++batches),
                stored().generation() - (random.nextInt(60) == 0 ? 1 : 0),
                definition.revision() - (random.nextInt(60) == 0 ? 1 : 0),
                settled + (random.nextInt(60) == 0 ? 1_000 : 0),
                now + (random.nextInt(60) == 0 ? -MINUTE : 10 * MINUTE),
                windows(),
                requests);
        Reply reply = model.take(batch);
        assertThat(both.get(1).take(batch)).as("seed %d, %s", seed, batch).isEqualTo(reply);
        for (int i = 0; i < requests.size(); i++) {
            told.add(reply.word(i).replaceFirst(":.*", ""));
            if (reply.word(i).equals("OK")) {
                holds.add(requests.get(i).outcome());
            }
        }
    }

    private void takeOwn(List<Inventory> both, boolean isWithdrawal) {
        operations++;
        String sku = SKUS.get(random.nextInt(SKUS.size()));
        int number = random.nextInt(400);
        String key = Integer.toString(number);
        String outcome = (isWithdrawal ? "w" : "p") + key;
        OwnTake take = new OwnTake(
                "%016x".formatted(++batches),
                stored().generation() - (random.nextInt(60) == 0 ? 1 : 0),
                settled + (random.nextInt(60) == 0 ? 1_000 : 0),
                now + (random.nextInt(60) == 0 ? -MINUTE : 10 * MINUTE),
                isWithdrawal ? "" : "s" + number % 30,
                (isWithdrawal ? "w:" : "r:") + key,
                "%08x".formatted(random.nextInt(4)),
                outcome,
                sku,
                isWithdrawal ? random.nextInt(1, 60) : random.nextInt(1, 4));
        Reply reply = isWithdrawal ? model.withdraw(take) : model.reacquire(take);
        assertThat(isWithdrawal ? both.get(1).withdraw(take) : both.get(1).reacquire(take))
                .as("seed %d, %s", seed, take)
                .isEqualTo(reply);
        if (!isWithdrawal && reply.word(0).equals("OK")) {
            holds.add(outcome);
        }
    }

    private Request request() {
        String sku = SKUS.get(random.nextInt(SKUS.size()));
        int units = random.nextInt(1, 4);
        return new Request(
                "s" + random.nextInt(30),
                "r" + random.nextInt(60),
                "%08x".formatted((sku + " " + units / 2).hashCode()),
                random.nextInt(15) == 0 ? REFUSALS.get(random.nextInt(REFUSALS.size())) : "",
                "o" + random.nextInt(1_000_000) + "n" + operations + "x" + random.nextInt(1_000_000),
                sku,
                units);
    }

    private List<Window> windows() {
        return switch (random.nextInt(8)) {
            case 0 -> List.of(new Window(0, 0));
            case 1 -> List.of(new Window(now + HALF, now + MINUTE + HALF));
            case 2 -> List.of(new Window(now - MINUTE + HALF, now + HALF), new Window(now + 90_000, now + 150_000));
            default -> List.of();
        };
    }

    private void release(List<Inventory> both) {
        List<String> some = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int newest = Math.min(holds.size(), 60);
            some.add(newest == 0 ? "nothing" : holds.get(holds.size() - 1 - random.nextInt(newest)));
        }
        operations += some.size();
        long generation = stored().generation() - (random.nextInt(30) == 0 ? 1 : 0);
        Reply reply = model.release(generation, some);
        assertThat(both.get(1).release(generation, some))
                .as("seed %d, release %s", seed, some)
                .isEqualTo(reply);
    }

    private void define(List<Inventory> both) {
        operations++;
        Map<String, Long> granted = definition.granted();
        Definition next = new Definition(
                definition.revision() + random.nextInt(3) - (random.nextInt(8) == 0 ? 2 : 0),
                random.nextInt(4) > 0 ? "open" : random.nextInt(3) > 0 ? "paused" : "closed",
                now + (random.nextInt(8) == 0 ? 5 * MINUTE : -60 * MINUTE) + HALF,
                now + (random.nextInt(8) == 0 ? -MINUTE : 600 * MINUTE) + HALF,
                random.nextInt(2, 9),
                grants(more(granted, "tea"), more(granted, "cup")));
        Reply reply = model.define(stored().generation(), next);
        assertThat(both.get(1).define(stored().generation(), next))
                .as("seed %d, %s", seed, next)
                .isEqualTo(reply);
        definition = stored().definition();
    }

    private long more(Map<String, Long> granted, String sku) {
        return granted.getOrDefault(sku, 0L) + Math.max(0, random.nextInt(60) - 30);
    }

    private static Map<String, Long> grants(long tea, long cup) {
        return new TreeMap<>(Map.of("tea", tea, "cup", cup));
    }

    private Picture stored() {
        return model.picture().orElseThrow();
    }

    private void same(Inventory scripts) {
        assertThat(stored().violations()).as("seed %d", seed).isEmpty();
        assertThat(scripts.picture()).as("seed %d", seed).contains(stored());
    }
}
