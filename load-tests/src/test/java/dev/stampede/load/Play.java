package dev.stampede.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatling.javaapi.core.PopulationBuilder;
import java.time.Instant;
import java.util.List;

/** One campaign and its crowd. */
interface Play {
    /** Puts the campaign on the engine. */
    void open(Organiser organiser, Instant opensAt);

    /** Its crowd, from the first moment of the run on. Each of them leaves the {@link Stage} at last. */
    List<PopulationBuilder> crowd();

    /** The operations of the contract whose times have a limit. */
    List<String> limited();

    Books books();

    /** Whether something of these orders is still to be decided, when everybody is gone: what is paid is settled. */
    default boolean isMoving(List<JsonNode> orders) {
        return orders.stream().anyMatch(order -> order.path("state").asText().equals("paid"));
    }

    /** Compares what only this sort of campaign promises with what the engine says. */
    void compare(Organiser organiser, List<JsonNode> orders);

    /** Limits of its own that were missed, one line each. */
    default List<String> misses() {
        return List.of();
    }

    /** What is worth telling. */
    void tell(ObjectNode figures);
}
