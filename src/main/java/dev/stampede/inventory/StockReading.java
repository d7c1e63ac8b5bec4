package dev.stampede.inventory;

import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Redis knows of a campaign's stock at one instant.
 *
 * @param isPresent false when Redis has no such campaign; everything else is then 0 or empty
 * @param isFenced whether a reload is at work
 * @param generation of the campaign's last reload
 * @param sequence of the newest outbox entry
 * @param version raised by every change of stock
 * @param offers sku to counts
 * @param standingHolds those of the holds asked for that still stand
 */
public record StockReading(
        boolean isPresent,
        boolean isFenced,
        long generation,
        long sequence,
        long version,
        Map<String, OfferCounts> offers,
        List<StandingHold> standingHolds) {
    public StockReading {
        standingHolds = List.copyOf(standingHolds);
    }

    /** The counts of one offer: allocated = granted - withdrawn = left + taken, unless an invariant broke. */
    public record OfferCounts(long granted, long withdrawn, long left, long taken) {
        public long allocated() {
            return granted - withdrawn;
        }
    }

    /** Units that Redis still counts as taken by a shopper. */
    public record StandingHold(String shopperId, String sku, long units) {}

    static StockReading of(Response reply) {
        if (!reply.get(0).toString().equals("OK")) {
            return new StockReading(false, false, 0, 0, 0, Map.of(), List.of());
        }
        Map<String, String> fields = new HashMap<>();
        Response flat = reply.get(1);
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            fields.put(flat.get(i).toString(), flat.get(i + 1).toString());
        }
        List<StandingHold> standing = new ArrayList<>();
        for (Response hold : reply.get(2)) {
            String[] parts = hold.toString().split(" ", -1);
            standing.add(new StandingHold(parts[0], parts[1], Long.parseLong(parts[2])));
        }
        return new StockReading(
                true,
                "1".equals(fields.get("fence")),
                number(fields, "generation"),
                number(fields, "sequence"),
                number(fields, "stockVersion"),
                offers(fields),
                standing);
    }

    private static Map<String, OfferCounts> offers(Map<String, String> fields) {
        Map<String, OfferCounts> offers = new TreeMap<>();
        for (String name : fields.keySet()) {
            if (name.startsWith("left:")) {
                String sku = name.substring("left:".length());
                offers.put(
                        sku,
                        new OfferCounts(
                                number(fields, "granted:" + sku),
                                number(fields, "withdrawn:" + sku),
                                number(fields, name),
                                number(fields, "taken:" + sku)));
            }
        }
        return offers;
    }

    private static long number(Map<String, String> fields, String name) {
        String value = fields.get(name);
        return value == null ? 0 : Long.parseLong(value);
    }
}
