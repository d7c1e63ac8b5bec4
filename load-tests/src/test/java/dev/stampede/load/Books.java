package dev.stampede.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What the crowd was told, and whether the engine stands by it. Any thread. */
final class Books {
    private static final Set<Integer> DOCUMENTED = Set.of(201, 400, 401, 403, 404, 409, 422, 429, 503);
    private static final Set<String> REFUSALS = Set.of("SOLD_OUT", "NOT_STARTED");

    private final int stock;
    private final Map<Integer, Receipt> receipts = new ConcurrentHashMap<>();
    private final Map<String, Integer> owners = new ConcurrentHashMap<>();
    private final Map<Integer, Shopper> inDoubt = new ConcurrentHashMap<>();
    private final Set<String> paid = ConcurrentHashMap.newKeySet();
    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final Queue<Integer> millis = new ConcurrentLinkedQueue<>();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final AtomicInteger listed = new AtomicInteger();
    private volatile boolean audited;

    /** A shopper and the order that it was promised. */
    record Receipt(Shopper shopper, String orderId) {}

    Books(int stock) {
        this.stock = stock;
    }

    /** A purchase was answered, for the last time if {@code isLast}. */
    void purchase(Shopper shopper, Answer answer, boolean isLast) {
        answers.computeIfAbsent(answer.label(), label -> new LongAdder()).increment();
        if (answer.status() != 0) {
            millis.add(answer.millis());
        }
        if (answer.status() == 201) {
            promised(shopper, answer.body().path("order"));
        } else if (answer.isOpen() && isLast) {
            inDoubt.put(shopper.number(), shopper);
        } else if (answer.status() != 0 && !DOCUMENTED.contains(answer.status())
                || answer.status() == 409 && !REFUSALS.contains(answer.code())) {
            complaints.add(shopper.key() + " was answered with " + answer.label());
        }
    }

    private void promised(Shopper shopper, JsonNode order) {
        String id = order.path("id").asText();
        Receipt before = receipts.putIfAbsent(shopper.number(), new Receipt(shopper, id));
        if (before != null && !before.orderId().equals(id)) {
            complaints.add(shopper.key() + " got the orders " + before.orderId() + " and " + id + " for one key");
        }
        Integer owner = owners.putIfAbsent(id, shopper.number());
        if (owner != null && owner != shopper.number()) {
            complaints.add("order " + id + " was given to two shoppers");
        }
    }

    /** The provider's notice of the payment was taken. */
    void paid(String orderId) {
        paid.add(orderId);
    }

    /** All who were promised an order. */
    Collection<Receipt> receipts() {
        return receipts.values();
    }

    /** Those whose last answer left it open whether they have one. */
    Collection<Shopper> inDoubt() {
        return inDoubt.values();
    }

    /** Compares the orders of one sale that a shopper sees with what it was promised. */
    void seenByShopper(Receipt receipt, String campaignId, JsonNode page) {
        List<JsonNode> seen = new ArrayList<>();
        page.path("items").forEach(order -> {
            if (order.path("campaignId").asText().equals(campaignId)) {
                seen.add(order);
            }
        });
        String key = receipt.shopper().key();
        if (seen.size() != 1) {
            complaints.add(key + " was promised one order and sees " + seen.size());
            return;
        }
        String id = seen.get(0).path("id").asText();
        String state = seen.get(0).path("state").asText();
        String due = paid.contains(id) ? "settled" : "held";
        if (!id.equals(receipt.orderId()) || !state.equals(due)) {
            complaints.add(key + " was promised " + receipt.orderId() + " " + due + " and sees " + id + " " + state);
        }
    }

    /** Compares a page of all orders of the sale with all promises. */
    void seenByOperator(JsonNode page) {
        page.path("items").forEach(order -> {
            listed.incrementAndGet();
            String id = order.path("id").asText();
            boolean isDoubtful = inDoubt.values().stream()
                    .anyMatch(shopper -> order.path("shopperId").asText().equals("load-" + (shopper.number() + 1)));
            if (!owners.containsKey(id) && !isDoubtful) {
                complaints.add("nobody was promised order " + id);
            }
        });
    }

    /** What the engine's audit says of the sale, when nothing moves any more; {@code clicks} is how many wanted a unit. */
    void audited(String campaignId, JsonNode audit, int clicks) {
        audited = audit.path("ok").asBoolean(false);
        if (!audited) {
            complaints.add("the audit found something: " + audit);
        }
        for (JsonNode campaign : audit.path("campaigns")) {
            if (campaign.path("id").asText().equals(campaignId)) {
                long taken =
                        campaign.path("held").asLong() + campaign.path("sold").asLong();
                expect("units taken, listed and", taken, listed.get());
                expect("units taken and wanted", taken, Math.min(stock, clicks));
                expect("units sold and paid for", campaign.path("sold").asLong(), paid.size());
            }
        }
        if (listed.get() > stock || receipts.size() > stock) {
            complaints.add("oversold: " + listed + " orders, " + receipts.size() + " promises, " + stock + " units");
        }
        if (!receipts.isEmpty() && listed.get() < receipts.size()) {
            complaints.add("lost: " + receipts.size() + " promises, " + listed + " orders");
        }
    }

    private void expect(String what, long found, long due) {
        if (found != due) {
            complaints.add(what + ": " + found + ", " + due);
        }
    }

    /** What is wrong; empty when all is well. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    boolean isAudited() {
        return audited;
    }

    int payments() {
        return paid.size();
    }

    /** How often each status and code was the answer to a purchase. */
    Map<String, Long> answers() {
        Map<String, Long> counted = new TreeMap<>();
        answers.forEach((label, count) -> counted.put(label, count.sum()));
        return counted;
    }

    /** The milliseconds within which so many per cent of the purchases were answered; 0 when there were none. */
    int percentile(double percent) {
        List<Integer> sorted = millis.stream().sorted().toList();
        int rank = (int) Math.ceil(percent / 100 * sorted.size());
        return sorted.isEmpty() ? 0 : sorted.get(Math.max(0, rank - 1));
    }
}
