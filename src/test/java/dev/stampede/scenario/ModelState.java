package dev.stampede.scenario;

import dev.stampede.scenario.Picture.Entry;
import dev.stampede.scenario.Picture.Hold;
import dev.stampede.scenario.Picture.Remembered;
import dev.stampede.scenario.Picture.Stock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What a model remembers of a campaign, and the few things that everybody does with it. */
final class ModelState {
    private static final Definition NOTHING = new Definition(0, "closed", 0, 0, 0, Map.of());

    boolean present;
    boolean fenced;
    long now;
    long generation;
    long sequence;
    long version;
    String newestBatch = "";
    Definition definition = NOTHING;
    Map<String, Stock> offers = new TreeMap<>();
    Map<String, Remembered> requests = new TreeMap<>();
    Map<String, Long> shoppers = new TreeMap<>();
    Map<String, Hold> holds = new TreeMap<>();
    Map<String, Formation> formations = new TreeMap<>();
    Map<String, String> members = new TreeMap<>();
    Map<String, Long> slots = new TreeMap<>();
    Map<String, Long> tallies = new TreeMap<>();
    List<Entry> outbox = new ArrayList<>();

    /** Why a shopper can't have so many units more, or {@code OK}. */
    String available(String sku, long units, String shopper, long limit) {
        Stock stock = offers.get(sku);
        if (stock == null) {
            return "UNKNOWN_OFFER";
        }
        if (shoppers.getOrDefault(shopper, 0L) + units > limit) {
            return "LIMIT_REACHED";
        }
        return stock.left() < units ? "SOLD_OUT" : "OK";
    }

    /** The same within the campaign's limit. */
    String available(String sku, long units, String shopper) {
        return available(sku, units, shopper, definition.limit());
    }

    /** Moves units from what is left to the shopper. */
    void move(String shopper, String sku, long units) {
        offers.computeIfPresent(sku, (same, stock) -> stock.taking(units));
        shoppers.merge(shopper, units, Long::sum);
    }

    /** One that there is. */
    Formation formation(String id) {
        return Objects.requireNonNull(formations.get(id), id);
    }

    /** Units left of an offer that there is. */
    long left(String sku) {
        return Objects.requireNonNull(offers.get(sku), sku).left();
    }

    boolean isOver(Formation formation) {
        return formation.closed() || now >= formation.deadline();
    }

    void load(Picture picture) {
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
        formations = new TreeMap<>(picture.formations().all());
        members = new TreeMap<>(picture.formations().members());
        slots = new TreeMap<>(picture.formations().slots());
        tallies = new TreeMap<>(picture.formations().tallies());
        outbox = new ArrayList<>(picture.outbox());
    }

    Picture picture() {
        return new Picture(
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
                new Formations(formations, members, slots, tallies),
                outbox);
    }
}
