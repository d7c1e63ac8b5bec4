package dev.stampede.scenario;

import dev.stampede.scenario.Batch.Request;
import dev.stampede.scenario.Batch.Window;
import dev.stampede.scenario.Picture.Entry;
import dev.stampede.scenario.Picture.Hold;
import dev.stampede.scenario.Picture.Remembered;
import dev.stampede.scenario.Picture.Stock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rules written a second time, as plainly as they can be said. */
final class ModelInventory implements Inventory {
    private static final Definition NOTHING = new Definition(0, "closed", 0, 0, 0, Map.of());

    private boolean present;
    private boolean fenced;
    private long now;
    private long generation;
    private long sequence;
    private long version;
    private String newestBatch = "";
    private Definition definition = NOTHING;
    private Map<String, Stock> offers = new TreeMap<>();
    private Map<String, Remembered> requests = new TreeMap<>();
    private Map<String, Long> shoppers = new TreeMap<>();
    private Map<String, Hold> holds = new TreeMap<>();
    private List<Entry> outbox = new ArrayList<>();

    @Override
    public void moveTo(long now) {
        this.now = now;
    }

    @Override
    public Reply take(Batch batch) {
        Reply refused = refusedWhole(batch);
        if (refused != null) {
            return refused;
        }
        List<String> words = new ArrayList<>();
        List<String> outcomes = new ArrayList<>();
        for (Request request : batch.requests()) {
            String word = word(batch, request);
            words.add(word);
            if (word.equals("OK")) {
                accept(request);
                outcomes.add(request.payload());
            }
        }
        String previous = newestBatch;
        if (!outcomes.isEmpty()) {
            sequence++;
            version++;
            newestBatch = batch.id();
            outbox.add(new Entry(generation, sequence, batch.id(), previous, outcomes));
        }
        outbox.removeIf(entry -> entry.sequence() <= batch.settledThrough());
        Map<String, String> facts = facts(outcomes.isEmpty(), previous);
        for (Request request : batch.requests()) {
            Stock stock = offers.get(request.sku());
            if (stock != null) {
                facts.put("left:" + request.sku(), Long.toString(stock.left()));
            }
        }
        return new Reply("OK", words, facts);
    }

    @Override
    public Reply reacquire(OwnTake take) {
        return own(take, true, take.reacquired(), () -> {
            move(take.shopper(), take.sku(), take.units());
            holds.put(take.outcome(), new Hold(take.shopper(), take.sku(), take.units()));
        });
    }

    @Override
    public Reply withdraw(OwnTake take) {
        return own(
                take,
                false,
                take.withdrawn(),
                () -> offers.computeIfPresent(take.sku(), (same, stock) -> stock.withdrawing(take.units())));
    }

    private Reply own(OwnTake take, boolean isLimited, String payload, Runnable change) {
        Reply refused = barred(take.generation(), take.settledThrough(), take.notAfter());
        if (refused != null) {
            return refused;
        }
        String word = word(take, isLimited);
        String previous = newestBatch;
        if (word.equals("OK")) {
            change.run();
            sequence++;
            version++;
            newestBatch = take.batch();
            requests.put(take.name(), new Remembered(take.fingerprint(), take.outcome(), generation, sequence));
            outbox.add(new Entry(generation, sequence, take.batch(), previous, List.of(payload)));
        }
        outbox.removeIf(entry -> entry.sequence() <= take.settledThrough());
        Stock stock = offers.get(take.sku());
        Map<String, String> facts = facts(!word.equals("OK"), previous);
        facts.put("left:" + take.sku(), Long.toString(stock == null ? 0 : stock.left()));
        return new Reply("OK", List.of(word), facts);
    }

    private Map<String, String> facts(boolean isEmpty, String previous) {
        Map<String, String> facts = new TreeMap<>(Map.of("previous", previous, "version", Long.toString(version)));
        facts.put("sequence", Long.toString(isEmpty ? 0 : sequence));
        return facts;
    }

    private String word(OwnTake take, boolean isLimited) {
        Remembered earlier = requests.get(take.name());
        return earlier != null
                ? earlier.answer(take.fingerprint())
                : available(take.sku(), take.units(), take.shopper(), isLimited ? definition.limit() : Long.MAX_VALUE);
    }

    @Override
    public Reply release(long ofGeneration, List<String> released) {
        Reply refused = standing(ofGeneration);
        if (refused != null) {
            return refused;
        }
        int given = 0;
        for (String id : released) {
            Hold hold = holds.remove(id);
            if (hold != null) {
                move(hold.shopper(), hold.sku(), -hold.units());
                given++;
            }
        }
        if (given > 0) {
            version++;
        }
        return new Reply(
                "OK", List.of(), Map.of("version", Long.toString(version), "released", Integer.toString(given)));
    }

    @Override
    public Reply define(long ofGeneration, Definition newer) {
        Reply refused = standing(ofGeneration);
        if (refused != null) {
            return refused;
        }
        if (newer.revision() <= definition.revision()) {
            return Reply.of("OLDER");
        }
        Map<String, Long> granted = new TreeMap<>(definition.granted());
        newer.granted().forEach((sku, units) -> {
            long more = units - definition.granted().getOrDefault(sku, 0L);
            if (more > 0) {
                granted.put(sku, units);
                offers.computeIfPresent(sku, (same, stock) -> stock.granting(more));
            }
        });
        if (!granted.equals(definition.granted())) {
            version++;
        }
        definition = new Definition(
                newer.revision(), newer.gate(), newer.opensAt(), newer.closesAt(), newer.limit(), granted);
        return Reply.of("OK", "version", Long.toString(version));
    }

    private @Nullable Reply refusedWhole(Batch batch) {
        Reply refused = barred(batch.generation(), batch.settledThrough(), batch.notAfter());
        if (refused != null) {
            return refused;
        }
        if (batch.revision() < definition.revision()) {
            return Reply.of("STALE_SNAPSHOT", "revision", Long.toString(definition.revision()));
        }
        return null;
    }

    private @Nullable Reply barred(long ofGeneration, long settledThrough, long notAfter) {
        Reply refused = standing(ofGeneration);
        if (refused != null) {
            return refused;
        }
        if (settledThrough > sequence) {
            return Reply.of("ROLLED_BACK");
        }
        return now > notAfter ? Reply.of("TOO_LATE") : null;
    }

    private @Nullable Reply standing(long ofGeneration) {
        if (!present) {
            return Reply.of("MISSING");
        }
        if (fenced) {
            return Reply.of("FENCED");
        }
        if (ofGeneration != generation) {
            return Reply.of("STALE_GENERATION", "generation", Long.toString(generation));
        }
        return null;
    }

    private String word(Batch batch, Request request) {
        Remembered earlier = requests.get(request.name());
        if (earlier != null) {
            return earlier.answer(request.fingerprint());
        }
        String closed = shut(definition, batch.windows(), now);
        if (!closed.isEmpty()) {
            return closed;
        }
        if (!request.refusal().isEmpty()) {
            return request.refusal();
        }
        return available(request.sku(), request.units(), request.shopper(), definition.limit());
    }

    private String available(String sku, long units, String shopper, long limit) {
        Stock stock = offers.get(sku);
        if (stock == null) {
            return "UNKNOWN_OFFER";
        }
        if (shoppers.getOrDefault(shopper, 0L) + units > limit) {
            return "LIMIT_REACHED";
        }
        return stock.left() < units ? "SOLD_OUT" : "OK";
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

    private void accept(Request request) {
        move(request.shopper(), request.sku(), request.units());
        requests.put(
                request.name(), new Remembered(request.fingerprint(), request.outcome(), generation, sequence + 1));
        holds.put(request.outcome(), new Hold(request.shopper(), request.sku(), request.units()));
    }

    private void move(String shopper, String sku, long units) {
        offers.computeIfPresent(sku, (same, stock) -> stock.taking(units));
        shoppers.merge(shopper, units, Long::sum);
    }

    @Override
    public void load(Picture picture) {
        present = true;
        fenced = picture.fenced();
        generation = picture.generation();
        sequence = picture.sequence();
        newestBatch = picture.batch();
        version = picture.version();
        definition = picture.definition();
        offers = new TreeMap<>(picture.offers());
        requests = new TreeMap<>(picture.requests());
        shoppers = new TreeMap<>(picture.shoppers());
        holds = new TreeMap<>(picture.holds());
        outbox = new ArrayList<>(picture.outbox());
    }

    @Override
    public void lose() {
        present = false;
    }

    @Override
    public Optional<Picture> picture() {
        return present
                ? Optional.of(new Picture(
                        generation,
                        fenced,
                        sequence,
                        newestBatch,
                        version,
                        definition,
                        offers,
                        requests,
                        shoppers,
                        holds,
                        outbox))
                : Optional.empty();
    }
}
