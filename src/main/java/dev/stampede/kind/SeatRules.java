package dev.stampede.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A formation that is complete when all its seats are paid.
 *
 * @param minNewcomers how many members must be newcomers, 0 to goal - 1
 * @param settleAt at its deadline it forms with at least so many paid members; 0 means that it lapses
 * @param joinsAfterClose whether seats may be taken after the campaign has closed, until the deadline
 * @param listed whether strangers may find it
 * @param ladder by size, ascending; empty when the price does not depend on the size
 */
public record SeatRules(int minNewcomers, int settleAt, boolean joinsAfterClose, boolean listed, List<Rung> ladder)
        implements FormationRules {
    public SeatRules {
        ladder = List.copyOf(ladder);
    }

    @Override
    public <T> T match(Function<SeatRules, T> seats, Function<CutRules, T> cuts) {
        return seats.apply(this);
    }

    @Override
    public String form() {
        return SEATS;
    }

    /** {@code sku goal priceFen minNewcomers joinsAfterClose}. */
    @Override
    public String terms(String sku, int goal, Money price, String owner) {
        return sku + " " + goal + " " + price.fen() + " " + minNewcomers + " " + (joinsAfterClose ? 1 : 0);
    }

    @Override
    public ObjectNode write() {
        ObjectNode json = Json.object();
        json.put("form", SEATS);
        json.put("minNewcomers", minNewcomers);
        json.put("settleAt", settleAt);
        json.put("joinsAfterClose", joinsAfterClose);
        json.put("listed", listed);
        ArrayNode rungs = json.putArray("ladder");
        for (Rung rung : ladder) {
            rungs.addObject()
                    .put("size", rung.size())
                    .put("priceFen", rung.price().fen());
        }
        return json;
    }

    static SeatRules readSeats(ObjectNode json) {
        List<Rung> ladder = new ArrayList<>();
        for (JsonNode rung : json.path("ladder")) {
            ladder.add(new Rung(
                    rung.path("size").asInt(), Money.ofFen(rung.path("priceFen").asLong())));
        }
        return new SeatRules(
                json.path("minNewcomers").asInt(),
                json.path("settleAt").asInt(),
                json.path("joinsAfterClose").asBoolean(),
                json.path("listed").asBoolean(),
                ladder);
    }
}
