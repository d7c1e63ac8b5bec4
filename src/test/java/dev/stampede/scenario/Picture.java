package dev.stampede.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that is stored of one campaign.
 *
 * @param batch the id of the newest entry's batch
 * @param requests {@code shopper|key} to what was accepted under it
 * @param shoppers shopper to units taken
 * @param holds hold id to what it holds
 */
record Picture(
        long generation,
        boolean fenced,
        long sequence,
        String batch,
        long version,
        Definition definition,
        Map<String, Stock> offers,
        Map<String, Remembered> requests,
        Map<String, Long> shoppers,
        Map<String, Hold> holds,
        Formations formations,
        List<Entry> outbox) {
    Picture {
        offers = new TreeMap<>(offers);
        requests = new TreeMap<>(requests);
        shoppers = new TreeMap<>(shoppers);
        holds = new TreeMap<>(holds);
        outbox = List.copyOf(outbox);
    }

    /** The counts of one offer. */
    record Stock(long left, long taken, long withdrawn) {
        /** After so many units were taken, or given back when there are fewer than 0. */
        Stock taking(long units) {
            return new Stock(left - units, taken + units, withdrawn);
        }

        Stock withdrawing(long units) {
            return new Stock(left - units, taken, withdrawn + units);
        }

        Stock granting(long units) {
            return new Stock(left + units, taken, withdrawn);
        }
    }

    /** What an accepted request left behind. */
    record Remembered(String fingerprint, String outcome, long generation, long sequence) {
        /** To who comes again under the same key. */
        String answer(String again) {
            return fingerprint.equals(again)
                    ? "REPLAY:" + outcome + ":" + generation + ":" + sequence
                    : "IDEMPOTENCY_MISMATCH";
        }
    }

    /**
     * Units that wait for their payment, or are sold; none for a cut.
     *
     * @param seat the formation, or a dash
     * @param mark with a seat: {@code n} for a newcomer, of a cut its day, else a dash; without one empty
     */
    record Hold(String shopper, String sku, long units, String seat, String mark) {
        /** For no formation. */
        Hold(String shopper, String sku, long units) {
            this(shopper, sku, units, "-", "");
        }
    }

    /** One accepted batch. */
    record Entry(long generation, long sequence, String batch, String previous, List<String> outcomes) {}

    /** A campaign that nobody has touched. */
    static Picture untouched(long generation, Definition definition) {
        Map<String, Stock> offers = new TreeMap<>();
        definition.granted().forEach((sku, units) -> offers.put(sku, new Stock(units, 0, 0)));
        return new Picture(
                generation,
                false,
                0,
                "0000000000000000",
                generation << 32,
                definition,
                offers,
                Map.of(),
                Map.of(),
                Map.of(),
                Formations.NONE,
                List.of());
    }

    Picture fenced(boolean up) {
        return new Picture(
                generation,
                up,
                sequence,
                batch,
                version,
                definition,
                offers,
                requests,
                shoppers,
                holds,
                formations,
                outbox);
    }

    /** What a reload makes of it when everything in the outbox is settled. */
    Picture reloaded() {
        Map<String, Remembered> rows = new TreeMap<>();
        requests.forEach((name, it) -> rows.put(name, new Remembered(it.fingerprint(), it.outcome(), 0, 0)));
        Map<String, Long> live = new TreeMap<>(shoppers);
        live.values().removeIf(units -> units == 0);
        long next = generation + 1;
        return new Picture(
                next,
                false,
                sequence,
                batch,
                next << 32,
                definition,
                offers,
                rows,
                live,
                holds,
                formations.reloaded(),
                List.of());
    }

    /** The same without what depends on how requests were put together into batches. */
    Picture withoutBatches() {
        Map<String, Remembered> rows = new TreeMap<>();
        requests.forEach(
                (name, it) -> rows.put(name, new Remembered(it.fingerprint(), it.outcome(), it.generation(), 0)));
        return new Picture(
                generation, fenced, 0, "", 0, definition, offers, rows, shoppers, holds, formations, List.of());
    }

    /** Every outcome that stands in the outbox, in order. */
    List<String> outcomes() {
        return outbox.stream().flatMap(entry -> entry.outcomes().stream()).toList();
    }

    /** What breaks the promises of a campaign; empty when all is well. */
    List<String> violations() {
        List<String> found = new ArrayList<>();
        Map<String, Long> bySku = new TreeMap<>();
        Map<String, Long> byShopper = new TreeMap<>();
        holds.values().forEach(hold -> {
            bySku.merge(hold.sku(), hold.units(), Long::sum);
            byShopper.merge(hold.shopper(), hold.units(), Long::sum);
        });
        offers.forEach((sku, stock) -> {
            if (stock.left() < 0
                    || stock.left() + stock.taken() + stock.withdrawn()
                            != definition.granted().getOrDefault(sku, 0L)) {
                found.add("I1: " + sku + " " + stock + " of " + definition.granted());
            }
            if (stock.taken() != bySku.getOrDefault(sku, 0L)) {
                found.add("I1: " + sku + " has taken " + stock.taken() + ", its holds " + bySku);
            }
        });
        shoppers.forEach((shopper, units) -> {
            if (!units.equals(byShopper.getOrDefault(shopper, 0L))) {
                found.add("I4: " + shopper + " counts " + units + ", holds " + byShopper.get(shopper));
            }
        });
        found.addAll(formations.violations(holds));
        for (int i = 0; i < outbox.size(); i++) {
            boolean isLast = i == outbox.size() - 1;
            long sequenceAfter = isLast ? sequence + 1 : outbox.get(i + 1).sequence();
            String batchAfter = isLast ? batch : outbox.get(i + 1).previous();
            if (outbox.get(i).sequence() + 1 != sequenceAfter
                    || !outbox.get(i).batch().equals(batchAfter)) {
                found.add("I8: what follows " + outbox.get(i) + " is " + sequenceAfter + " after " + batchAfter);
            }
        }
        return found;
    }

    /** What a table may ask about, by name. */
    Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>(formations.facts());
        offers.forEach((sku, stock) -> {
            facts.put("left:" + sku, Long.toString(stock.left()));
            facts.put("taken:" + sku, Long.toString(stock.taken()));
            facts.put("withdrawn:" + sku, Long.toString(stock.withdrawn()));
        });
        definition.granted().forEach((sku, units) -> facts.put("granted:" + sku, Long.toString(units)));
        shoppers.forEach((shopper, units) -> facts.put("units:" + shopper, Long.toString(units)));
        facts.put("holds", Integer.toString(holds.size()));
        facts.put("keys", Integer.toString(requests.size()));
        facts.put("revision", Long.toString(definition.revision()));
        facts.put("generation", Long.toString(generation));
        facts.put("changes", Long.toString(version - (generation << 32)));
        facts.put("sequence", Long.toString(sequence));
        facts.put("outbox", Integer.toString(outbox.size()));
        return facts;
    }
}
