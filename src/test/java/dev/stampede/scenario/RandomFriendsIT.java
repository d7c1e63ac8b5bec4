package dev.stampede.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.tsid.TsidFactory;
import dev.stampede.scenario.Batch.Request;
import dev.stampede.scenario.Picture.Hold;
import dev.stampede.scenario.Wish.ChainRules;
import dev.stampede.scenario.Wish.TeamRules;
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
 * Long stories of teams and of chains that nobody wrote: random steps, told to the scripts and to the model at once.
 * {@code -Dseed=…} walks elsewhere. All times lie half a minute beside the minutes at which the story moves.
 */
class RandomFriendsIT {
    private static final int OPERATIONS = 3_000;
    private static final long MINUTE = 60_000;
    private static final long HALF = 30_000;
    private static final String[] ALWAYS_TOLD = {
        "OK", "REPLAY", "IDEMPOTENCY_MISMATCH", "FORBIDDEN", "UNKNOWN_OFFER", "LIMIT_REACHED", "SOLD_OUT", "PAUSED"
    };

    /** A usual one: the walk must meet every word, which a seed of bad luck would not. */
    private static final long USUAL_SEED = 20_261_122;

    private final long seed = Long.getLong("seed", USUAL_SEED);
    private final Random random = new Random(seed);
    private final ModelInventory model = new ModelInventory();
    private final Set<String> told = new TreeSet<>();
    private final List<String> holds = new ArrayList<>();
    private final Map<String, List<Request>> accepted = new TreeMap<>();
    private final List<String> formations = new ArrayList<>(List.of("T0"));
    private Definition definition = selling(0, 0);
    private long now;
    private long settled;
    private long batches;
    private int operations;

    @Test
    void teams_never_differ() {
        definition = selling(9, 6);
        play("open_team", "join_team", "join_team", "join_team");
        assertThat(told)
                .as("seed %d", seed)
                .contains("UNKNOWN_TEAM", "TEAM_LIMIT", "TEAM_CLOSED", "ALREADY_MEMBER", "TEAM_FULL");
    }

    @Test
    void chains_never_differ() {
        definition = selling(2, 2);
        play("start_chain", "assist", "assist", "assist", "assist", "assist", "claim", "claim");
        assertThat(told)
                .as("seed %d", seed)
                .contains("UNKNOWN_CHAIN", "CHAIN_OPEN", "CHAIN_CLOSED", "CHAIN_NOT_DONE", "OWN_CHAIN")
                .contains("ALREADY_ASSISTED", "ASSIST_LIMIT", "NOT_OWNER", "ALREADY_CLAIMED");
    }

    private void play(String... actions) {
        try (RedisShell redis = new RedisShell(TestStores.shared().redisUrl())) {
            LuaInventory scripts = new LuaInventory(
                    redis, TsidFactory.newInstance1024(2).create().toString());
            List<Inventory> both = List.of(model, scripts);
            both.forEach(it -> it.moveTo(now));
            both.forEach(it -> it.load(Picture.untouched(1, definition)));
            for (int step = 0; operations < OPERATIONS; step++) {
                step(both, actions[random.nextInt(actions.length)]);
                if (step % 25 == 0) {
                    both.forEach(it -> it.moveTo(now));
                    same(scripts);
                }
            }
            same(scripts);
            assertThat(told).as("seed %d", seed).contains(ALWAYS_TOLD);
            scripts.lose();
        }
    }

    private void step(List<Inventory> both, String action) {
        int dice = random.nextInt(100);
        if (dice < 60) {
            take(both, action);
        } else if (dice < 75) {
            giveBack(both, returns());
        } else if (dice < 84) {
            String over = formation();
            giveBack(both, List.of(new Return(over, over, "closed", 0)));
        } else if (dice < 91) {
            define(both);
        } else if (dice < 93) {
            settled = stored().sequence();
        } else if (dice < 99) {
            now += random.nextInt(1, 12) * MINUTE;
            both.forEach(it -> it.moveTo(now));
        } else {
            Picture reloaded = stored().reloaded();
            settled = reloaded.sequence();
            both.forEach(it -> it.load(reloaded));
        }
    }

    private void take(List<Inventory> both, String action) {
        List<Request> requests = new ArrayList<>();
        int size = random.nextInt(1, 9);
        for (int i = 0; i < size; i++) {
            requests.add(request(action));
        }
        operations += size;
        Batch batch = new Batch(
                action,
                "%016x".formatted(++batches),
                stored().generation(),
                definition.revision(),
                settled,
                now + 10 * MINUTE,
                List.of(),
                requests);
        Reply reply = model.take(batch);
        assertThat(both.get(1).take(batch)).as("seed %d, %s", seed, batch).isEqualTo(reply);
        for (int i = 0; i < requests.size(); i++) {
            Request request = requests.get(i);
            told.add(reply.word(i).replaceFirst(":.*", ""));
            if (reply.word(i).equals("OK")) {
                if (action.equals("start_chain") || action.equals("open_team")) {
                    formations.add(action.equals("open_team") ? request.wish().formation() : request.outcome());
                }
                holds.add(request.outcome());
                accepted.computeIfAbsent(action, none -> new ArrayList<>()).add(request);
            }
        }
    }

    private Request request(String action) {
        List<Request> earlier = accepted.getOrDefault(action, List.of());
        if (!earlier.isEmpty() && random.nextInt(12) == 0) {
            return earlier.get(random.nextInt(earlier.size()));
        }
        boolean opens = action.equals("open_team") || action.equals("start_chain");
        String formation = opens ? "F" + batches + "x" + random.nextInt(1_000_000) : formation();
        String sku = !opens ? "" : random.nextInt(12) == 0 ? "none" : random.nextInt(3) == 0 ? "cup" : "tea";
        String body = action + " " + (opens ? sku : formation);
        Formation chain = stored().formations().all().get(formation);
        boolean byOwner = action.equals("claim") && random.nextBoolean();
        return new Request(
                byOwner && chain != null ? chain.word(3) : "s" + random.nextInt(14),
                "r" + random.nextInt(2_000),
                "%08x".formatted(body.hashCode()),
                random.nextInt(20) == 0 ? "FORBIDDEN" : "",
                action.equals("start_chain") ? formation : "o" + batches + "x" + random.nextInt(1_000_000),
                sku,
                1,
                new Wish(formation, random.nextInt(3) == 0, now / (400 * MINUTE), teams(), chains()));
    }

    private TeamRules teams() {
        return new TeamRules(
                random.nextInt(2, 6),
                random.nextInt(1, 60) * 60 + 30,
                800,
                random.nextInt(2),
                random.nextInt(1, 4),
                random.nextBoolean());
    }

    private ChainRules chains() {
        List<Long> parts = new ArrayList<>();
        int helpers = random.nextInt(1, 6);
        for (int i = 0; i < helpers; i++) {
            parts.add((long) random.nextInt(5, 50));
        }
        return new ChainRules(
                parts,
                400,
                random.nextInt(1, 6),
                random.nextInt(50, 300),
                random.nextInt(100, 1_001),
                random.nextInt(1, 60) * 60 + 30,
                random.nextInt(1, 30) * 60 + 30,
                random.nextBoolean(),
                random.nextInt(4) == 0,
                random.nextInt(4, 9),
                random.nextInt(20, 60));
    }

    private String formation() {
        int newest = Math.min(formations.size(), 7);
        return random.nextInt(25) == 0 ? "none" : formations.get(formations.size() - 1 - random.nextInt(newest));
    }

    /** What Postgres could have decided of some holds, as the model has them. */
    private List<Return> returns() {
        List<Return> some = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int newest = Math.min(holds.size(), 50);
            String hold = newest == 0 ? "nothing" : holds.get(holds.size() - 1 - random.nextInt(newest));
            Hold held = stored().holds().get(hold);
            String seat = held == null ? "-" : held.seat();
            Formation formation = stored().formations().all().get(seat);
            if (formation == null) {
                some.add(Return.loose(hold));
            } else if (held != null && (held.units() > 0 || formation.closed())) {
                long deadline = random.nextBoolean() ? 0 : now + 9 * MINUTE + HALF;
                some.add(new Return(hold, seat, standing(formation, hold), deadline));
            }
        }
        return some;
    }

    private String standing(Formation formation, String hold) {
        boolean isClaim = formation.claim().equals(hold);
        boolean hasUnit = formation.rest() == 0 && formation.flag(9);
        return formation.closed() ? "closed" : isClaim && hasUnit ? "keeps" : "open";
    }

    private void giveBack(List<Inventory> both, List<Return> returns) {
        operations += returns.size();
        long generation = stored().generation();
        Reply reply = model.giveBack(generation, returns);
        assertThat(both.get(1).giveBack(generation, returns))
                .as("seed %d, %s", seed, returns)
                .isEqualTo(reply);
    }

    private void define(List<Inventory> both) {
        operations++;
        Map<String, Long> granted = new TreeMap<>(definition.granted());
        granted.merge("tea", random.nextInt(10) / 9L, Long::sum);
        granted.merge("cup", random.nextInt(10) / 9L, Long::sum);
        Definition next = new Definition(
                definition.revision() + 1,
                random.nextInt(6) > 0 ? "open" : random.nextInt(3) > 0 ? "paused" : "closed",
                now - HALF,
                now + (random.nextInt(8) == 0 ? -MINUTE : 40 * MINUTE) + HALF,
                random.nextInt(1, 4),
                granted);
        Reply reply = model.define(stored().generation(), next);
        assertThat(both.get(1).define(stored().generation(), next))
                .as("seed %d, %s", seed, next)
                .isEqualTo(reply);
        definition = stored().definition();
    }

    private static Definition selling(long tea, long cup) {
        return new Definition(1, "open", -HALF, 900 * MINUTE + HALF, 2, new TreeMap<>(Map.of("tea", tea, "cup", cup)));
    }

    private Picture stored() {
        return model.picture().orElseThrow();
    }

    private void same(Inventory scripts) {
        assertThat(stored().violations()).as("seed %d", seed).isEmpty();
        assertThat(scripts.picture()).as("seed %d", seed).contains(stored());
    }
}
