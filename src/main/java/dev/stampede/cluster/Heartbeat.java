package dev.stampede.cluster;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A hint on the bus: this node is there, and these are the others that it hears.
 *
 * @param node its name
 * @param hears names of others
 */
record Heartbeat(String node, Set<String> hears) {
    static final String ADDRESS = "stampede.heartbeat";

    private static final int VERSION = 1;

    Heartbeat {
        hears = Set.copyOf(hears);
    }

    String write() {
        return new JsonObject()
                .put("v", VERSION)
                .put("node", node)
                .put("hears", new JsonArray(new TreeSet<>(hears).stream().toList()))
                .encode();
    }

    /** Nothing when another build wrote it in another form. */
    static Optional<Heartbeat> read(String text) {
        try {
            JsonObject json = new JsonObject(text);
            if (json.getInteger("v", 0) != VERSION) {
                return Optional.empty();
            }
            Set<String> hears = new TreeSet<>();
            json.getJsonArray("hears", new JsonArray()).forEach(name -> hears.add(String.valueOf(name)));
            return Optional.of(new Heartbeat(json.getString("node", ""), hears));
        } catch (DecodeException | ClassCastException e) {
            return Optional.empty();
        }
    }
}
