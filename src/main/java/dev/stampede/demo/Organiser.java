package dev.stampede.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.json.Times;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Instant;

/** What the operators do: one makes the sale, another lets it through, a third asks for the audit. */
final class Organiser {
    private static final int SALE_SECONDS = 3_600;
    private static final int PRICE_FEN = 990;
    private static final int LIST_PRICE_FEN = 2_990;
    private static final long AUDIT_MS = 30_000;

    private final Calls calls;
    private final URI server;
    private final Tokens tokens;

    /** The tokens of three people. */
    record Tokens(String operator, String reviewer, String auditor) {}

    Organiser(Calls calls, URI server, Tokens tokens) {
        this.calls = calls;
        this.server = server;
        this.tokens = tokens;
    }

    /** The id of the flash sale, made, submitted and approved; or {@link CannotPlay}. */
    Future<String> openSale(Play play, Instant opensAt) {
        return open(campaign("flash_sale", play, play.stock(), PRICE_FEN, opensAt));
    }

    /** The same of a group-buy that has enough for all its teams. */
    Future<String> openGroupBuy(Play play, Instant opensAt) {
        int stock = TeamPlay.SIZE * TeamPlay.teams(play.shoppers());
        ObjectNode campaign = campaign("group_buy", play, stock, PRICE_FEN, opensAt);
        campaign.putObject("rules").put("teamSize", TeamPlay.SIZE).put("teamSeconds", play.gatherSeconds());
        return open(campaign);
    }

    /** The same of a bargain that has enough for all its chains. */
    Future<String> openBargain(Play play, Instant opensAt) {
        ObjectNode campaign =
                campaign("bargain", play, ChainPlay.chains(play.shoppers()), ChainPlay.START_FEN, opensAt);
        campaign.putObject("rules")
                .put("floorFen", ChainPlay.FLOOR_FEN)
                .put("helpers", ChainPlay.HELPERS)
                .put("chainSeconds", play.gatherSeconds())
                .put("holdStock", "at_floor");
        return open(campaign);
    }

    private Future<String> open(ObjectNode campaign) {
        return ask("/admin/v1/campaigns", tokens.operator(), campaign)
                .map(made -> made.path("id").asText())
                .compose(id -> move(id, "submit", tokens.operator())
                        .compose(submitted -> move(id, "approve", tokens.reviewer()))
                        .map(id));
    }

    /** What the engine says about itself. */
    Future<AuditSeen> audit() {
        return calls.getSlowly(server, "/admin/v1/audit", tokens.auditor(), AUDIT_MS)
                .map(AuditSeen::of);
    }

    private Future<ObjectNode> move(String id, String verb, String token) {
        return ask("/admin/v1/campaigns/" + id + "/" + verb, token, Json.object());
    }

    private Future<ObjectNode> ask(String path, String token, ObjectNode body) {
        return calls.post(server, path, token, null, body)
                .compose(reply -> reply.isDone()
                        ? Future.succeededFuture(reply.body())
                        : Future.failedFuture(refusal(path, reply)));
    }

    private CannotPlay refusal(String path, Reply reply) {
        if (!reply.hasAnswer()) {
            return new CannotPlay(false, "no engine answers at " + server + ": " + reply.code());
        }
        String hint = reply.status() == 401 ? "; name its secret with STAMPEDE_JWT_SECRET or its --data-dir" : "";
        return new CannotPlay(true, "the engine answered " + path + " with " + reply.label() + hint);
    }

    private static ObjectNode campaign(String kind, Play play, int stock, int priceFen, Instant opensAt) {
        ObjectNode sale = Json.object()
                .put("kind", kind)
                .put("title", "Demo " + kind.replace('_', ' ') + ", seed " + play.seed())
                .put("copy", stock + " units for simulated shoppers")
                .put("opensAt", Times.write(opensAt))
                .put("closesAt", Times.write(opensAt.plusSeconds(SALE_SECONDS)))
                .put("payWithinSeconds", play.payWithinSeconds())
                .put("perShopperLimit", Play.LIMIT)
                .put("perOrderLimit", Play.LIMIT);
        sale.putArray("offers")
                .addObject()
                .put("sku", "lamp")
                .put("name", "Lamp")
                .put("priceFen", priceFen)
                .put("listPriceFen", LIST_PRICE_FEN)
                .put("allocation", stock);
        return sale;
    }
}
