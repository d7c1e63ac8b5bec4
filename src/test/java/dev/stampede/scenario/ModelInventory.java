package dev.stampede.scenario;

import dev.stampede.scenario.Batch.Request;
import dev.stampede.scenario.Batch.Window;
import dev.stampede.scenario.Picture.Entry;
import dev.stampede.scenario.Picture.Hold;
import dev.stampede.scenario.Picture.Remembered;
import dev.stampede.scenario.Picture.Stock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rules written a second time, as plainly as they can be said. */
final class ModelInventory implements Inventory {
    private final ModelState state = new ModelState();
    private final ModelReturns returns = new ModelReturns(state);
    private final Map<String, ModelAction> actions = new HashMap<>();

    ModelInventory() {
        actions.put("purchase", new ModelPurchases(state));
        actions.putAll(new ModelTeams(state).actions());
        actions.putAll(new ModelChains(state).actions());
    }

    @Override
    public void moveTo(long now) {
        state.now = now;
    }

    @Override
    public Reply take(Batch batch) {
        Reply refused = refusedWhole(batch);
        if (refused != null) {
            return refused;
        }
        ModelAction action = Objects.requireNonNull(actions.get(batch.action()));
        List<String> words = new ArrayList<>();
        List<String> outcomes = new ArrayList<>();
        long taken = taken();
        for (Request request : batch.requests()) {
            String word = word(action, batch, request);
            words.add(word);
            if (word.equals("OK")) {
                outcomes.add(accept(action, batch, request));
            }
        }
        String previous = state.newestBatch;
        state.version += action.changes(outcomes.size(), taken() - taken);
        if (!outcomes.isEmpty()) {
            append(batch.id(), previous, outcomes);
        }
        state.outbox.removeIf(entry -> entry.sequence() <= batch.settledThrough());
        Map<String, String> facts = facts(outcomes.isEmpty(), previous);
        for (Request request : batch.requests()) {
            Stock stock = state.offers.get(action.sku(request));
            if (stock != null) {
                facts.put("left:" + action.sku(request), Long.toString(stock.left()));
            }
        }
        return new Reply("OK", words, facts);
    }

    private String word(ModelAction action, Batch batch, Request request) {
        Remembered earlier = state.requests.get(request.name());
        if (earlier != null) {
            return earlier.answer(request.fingerprint());
        }
        Definition told = state.definition;
        Definition until = new Definition(
                told.revision(), told.gate(), told.opensAt(), action.closesAt(request), told.limit(), told.granted());
        String closed = shut(until, batch.windows(), state.now);
        if (!closed.isEmpty()) {
            return closed;
        }
        return request.refusal().isEmpty() ? action.word(request) : request.refusal();
    }

    private String accept(ModelAction action, Batch batch, Request request) {
        String decided = action.accept(request);
        state.requests.put(
                request.name(),
                new Remembered(request.fingerprint(), request.outcome(), state.generation, state.sequence + 1));
        String proposed = request.payload(batch.action());
        return proposed.substring(0, proposed.length() - 1) + decided + "}";
    }

    private void append(String batch, String previous, List<String> outcomes) {
        state.sequence++;
        state.newestBatch = batch;
        state.outbox.add(new Entry(state.generation, state.sequence, batch, previous, outcomes));
    }

    private long taken() {
        return state.offers.values().stream().mapToLong(Stock::taken).sum();
    }

    @Override
    public Reply reacquire(OwnTake take) {
        return own(take, true, take.reacquired(), () -> {
            state.move(take.shopper(), take.sku(), take.units());
            state.holds.put(take.outcome(), new Hold(take.shopper(), take.sku(), take.units()));
        });
    }

    @Override
    public Reply withdraw(OwnTake take) {
        return own(
                take,
                false,
                take.withdrawn(),
                () -> state.offers.computeIfPresent(take.sku(), (same, stock) -> stock.withdrawing(take.units())));
    }

    private Reply own(OwnTake take, boolean isLimited, String payload, Runnable change) {
        Reply refused = barred(take.generation(), take.settledThrough(), take.notAfter());
        if (refused != null) {
            return refused;
        }
        String word = word(take, isLimited);
        String previous = state.newestBatch;
        if (word.equals("OK")) {
            change.run();
            state.version++;
            append(take.batch(), previous, List.of(payload));
            state.requests.put(
                    take.name(), new Remembered(take.fingerprint(), take.outcome(), state.generation, state.sequence));
        }
        state.outbox.removeIf(entry -> entry.sequence() <= take.settledThrough());
        Stock stock = state.offers.get(take.sku());
        Map<String, String> facts = facts(!word.equals("OK"), previous);
        facts.put("left:" + take.sku(), Long.toString(stock == null ? 0 : stock.left()));
        return new Reply("OK", List.of(word), facts);
    }

    private Map<String, String> facts(boolean isEmpty, String previous) {
        Map<String, String> facts =
                new TreeMap<>(Map.of("previous", previous, "version", Long.toString(state.version)));
        facts.put("sequence", Long.toString(isEmpty ? 0 : state.sequence));
        return facts;
    }

    private String word(OwnTake take, boolean isLimited) {
        Remembered earlier = state.requests.get(take.name());
        long limit = isLimited ? state.definition.limit() : Long.MAX_VALUE;
        return earlier != null
                ? earlier.answer(take.fingerprint())
                : state.available(take.sku(), take.units(), take.shopper(), limit);
    }

    @Override
    public Reply giveBack(long ofGeneration, List<Return> some) {
        Reply refused = standing(ofGeneration);
        return refused == null ? returns.giveBack(some) : refused;
    }

    @Override
    public Reply define(long ofGeneration, Definition newer) {
        Reply refused = standing(ofGeneration);
        if (refused != null) {
            return refused;
        }
        if (newer.revision() <= state.definition.revision()) {
            return Reply.of("OLDER");
        }
        Map<String, Long> before = state.definition.granted();
        Map<String, Long> granted = new TreeMap<>(before);
        newer.granted().forEach((sku, units) -> {
            long more = units - before.getOrDefault(sku, 0L);
            if (more > 0) {
                granted.put(sku, units);
                state.offers.computeIfPresent(sku, (same, stock) -> stock.granting(more));
            }
        });
        if (!granted.equals(before)) {
            state.version++;
        }
        state.definition = new Definition(
                newer.revision(), newer.gate(), newer.opensAt(), newer.closesAt(), newer.limit(), granted);
        return Reply.of("OK", "version", Long.toString(state.version));
    }

    private @Nullable Reply refusedWhole(Batch batch) {
        Reply refused = barred(batch.generation(), batch.settledThrough(), batch.notAfter());
        if (refused != null) {
            return refused;
        }
        if (batch.revision() < state.definition.revision()) {
            return Reply.of("STALE_SNAPSHOT", "revision", Long.toString(state.definition.revision()));
        }
        return null;
    }

    private @Nullable Reply barred(long ofGeneration, long settledThrough, long notAfter) {
        Reply refused = standing(ofGeneration);
        if (refused != null) {
            return refused;
        }
        if (settledThrough > state.sequence) {
            return Reply.of("ROLLED_BACK");
        }
        return state.now > notAfter ? Reply.of("TOO_LATE") : null;
    }

    private @Nullable Reply standing(long ofGeneration) {
        if (!state.present) {
            return Reply.of("MISSING");
        }
        if (state.fenced) {
            return Reply.of("FENCED");
        }
        if (ofGeneration != state.generation) {
            return Reply.of("STALE_GENERATION", "generation", Long.toString(state.generation));
        }
        return null;
    }

    /** Why nothing is sold at that time, or empty. */
    static String shut(Definition definition, List<Window> windows, long now) {
        if (definition.gate().equals("closed")) {
            return "ENDED";
        }
        if (now < definition.opensAt()) {
            return "NOT_STARTED";
        }
        if (now >= definition.closesAt()) {
            return "ENDED";
        }
        if (definition.gate().equals("paused")) {
            return "PAUSED";
        }
        boolean isInside = windows.isEmpty() || windows.stream().anyMatch(it -> it.from() <= now && now < it.to());
        return isInside ? "" : "OUTSIDE";
    }

    @Override
    public void load(Picture picture) {
        state.load(picture);
    }

    @Override
    public void lose() {
        state.present = false;
    }

    @Override
    public Optional<Picture> picture() {
        return state.present ? Optional.of(state.picture()) : Optional.empty();
    }
}
