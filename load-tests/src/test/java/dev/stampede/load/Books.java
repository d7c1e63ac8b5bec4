package dev.stampede.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the crowd of one campaign was promised, at most one order each, and whether the engine stands by it. Any thread. */
final class Books {
    private static final Set<String> HOLDING = Set.of("held", "paid", "settled", "fulfilled");

    private final Map<Integer, Receipt> receipts = new ConcurrentHashMap<>();
    private final Map<String, Integer> owners = new ConcurrentHashMap<>();
    private final Map<String, String> inDoubt = new ConcurrentHashMap<>();
    private final Set<String> paid = ConcurrentHashMap.newKeySet();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private volatile String campaignId = "";
    private volatile int listed;

    /** A shopper and the order that it was promised. */
    record Receipt(Shopper shopper, String orderId) {}

    void campaign(String id) {
        campaignId = id;
    }

    String campaignId() {
        return campaignId;
    }

    /** The answer to the one thing that a shopper wants here; {@code isLast} when no further try comes. */
    void answered(Shopper shopper, Answer answer, boolean isLast) {
        if (answer.isDone()) {
            promised(shopper, answer.body().path("order"));
        } else if (answer.isOpen() && isLast) {
            doubt(shopper, "its order");
        }
    }

    private void promised(Shopper shopper, JsonNode order) {
        String id = order.path("id").asText();
        Receipt before = receipts.putIfAbsent(shopper.number(), new Receipt(shopper, id));
        if (before != null && !before.orderId().equals(id)) {
            complain(shopper.id() + " was promised the orders " + before.orderId() + " and " + id);
        }
        Integer owner = owners.putIfAbsent(id, shopper.number());
        if (owner != null && owner != shopper.number()) {
            complain("order " + id + " was given to two shoppers");
        }
    }

    /** The shopper's last answer left it open what became of this. */
    void doubt(Shopper shopper, String what) {
        inDoubt.put(shopper.id(), what);
    }

    /** The provider's notice of the payment was taken. */
    void paid(String orderId) {
        paid.add(orderId);
    }

    boolean isPaid(String orderId) {
        return paid.contains(orderId);
    }

    boolean isDoubtful(String shopperId) {
        return inDoubt.containsKey(shopperId);
    }

    void complain(String what) {
        complaints.add(what);
    }

    /** All who were promised an order. */
    List<Receipt> receipts() {
        return List.copyOf(receipts.values());
    }

    int inDoubt() {
        return inDoubt.size();
    }

    int payments() {
        return paid.size();
    }

    /** What is wrong; empty when all is well. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Whether an order has a unit, or has bought it. */
    static boolean isHolding(JsonNode order) {
        return HOLDING.contains(order.path("state").asText());
    }

    /**
     * Whether it was cancelled before anybody was told of it: what Redis took and settlement refused leaves such a row, its
     * shopper was answered 409 and may have tried again.
     */
    private boolean isVoid(JsonNode order) {
        return order.path("state").asText().equals("cancelled")
                && !owners.containsKey(order.path("id").asText());
    }

    /** Compares all orders of the campaign with all promises: none is lost, doubled or somebody else's. */
    void compare(List<JsonNode> orders) {
        listed = orders.size();
        Set<String> seen = new HashSet<>();
        Set<String> buyers = new HashSet<>();
        for (JsonNode order : orders) {
            String id = order.path("id").asText();
            String buyer = order.path("shopperId").asText();
            if (isVoid(order)) {
                continue;
            }
            Integer owner = owners.get(id);
            Receipt receipt = owner == null ? null : receipts.get(owner);
            if (!seen.add(id)) {
                complain("order " + id + " is listed twice");
            }
            if (!buyers.add(buyer)) {
                complain(buyer + " has two orders");
            }
            if (receipt == null ? !isDoubtful(buyer) : !receipt.shopper().id().equals(buyer)) {
                complain("order " + id + " is of " + buyer + ", to whom it was not promised");
            }
        }
        receipts.values().stream()
                .filter(receipt -> !seen.contains(receipt.orderId()))
                .forEach(receipt -> complain("lost: order " + receipt.orderId() + " of "
                        + receipt.shopper().id()));
    }

    /** Compares the orders that a buyer sees with what it was promised. */
    void seenByBuyer(Receipt receipt, JsonNode page) {
        List<String> seen = new ArrayList<>();
        page.path("items").forEach(order -> {
            if (order.path("campaignId").asText().equals(campaignId) && !isVoid(order)) {
                seen.add(order.path("id").asText());
            }
        });
        if (!seen.equals(List.of(receipt.orderId()))) {
            complain(receipt.shopper().id() + " was promised " + receipt.orderId() + " and sees " + seen);
        }
    }

    /** Compares what the engine's audit says of the campaign with the orders that were listed. */
    void audited(JsonNode audit, List<JsonNode> orders) {
        for (JsonNode campaign : audit.path("campaigns")) {
            if (campaign.path("id").asText().equals(campaignId)) {
                long taken =
                        campaign.path("held").asLong() + campaign.path("sold").asLong();
                long holding = orders.stream().filter(Books::isHolding).count();
                expect("units taken, and orders that hold one", taken, holding);
                if (taken > campaign.path("allocated").asLong()) {
                    complain("oversold: " + taken + " of " + campaign.path("allocated"));
                }
                return;
            }
        }
        complain("the audit does not know campaign " + campaignId);
    }

    void expect(String what, long found, long due) {
        if (found != due) {
            complain(what + ": " + found + ", " + due);
        }
    }

    /** How many orders the engine lists. */
    int listed() {
        return listed;
    }
}
