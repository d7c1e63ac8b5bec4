package dev.stampede.boot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import dev.stampede.json.MalformedJson;
import java.nio.charset.StandardCharsets;

/**
 * Where a running engine and its stores are, as {@code ports.json} tells.
 *
 * @param http the port of the public server
 * @param ops the port of the operations server
 * @param redisUrl gives full rights
 * @param postgresUrl gives full rights
 */
public record Ports(int http, int ops, String redisUrl, String postgresUrl) {
    private static final int MAX_URL = 4_096;

    /** The stores of that engine, for another process to join. */
    public ExternalStores stores() {
        return new ExternalStores(redisUrl, postgresUrl);
    }

    byte[] toJson() {
        ObjectNode object = Json.object()
                .put("http", http)
                .put("ops", ops)
                .put("redisUrl", redisUrl)
                .put("postgresUrl", postgresUrl);
        return (Json.write(object) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static Ports fromJson(byte[] json) throws MalformedJson {
        Fields fields = Fields.of(Json.parseObject(json));
        Ports ports = new Ports(
                (int) fields.integer("http", 1, 65_535),
                (int) fields.integer("ops", 1, 65_535),
                fields.text("redisUrl", 1, MAX_URL),
                fields.text("postgresUrl", 1, MAX_URL));
        if (!fields.finish().isEmpty()) {
            throw new MalformedJson("It does not have the fields http, ops, redisUrl and postgresUrl.");
        }
        return ports;
    }

    @Override
    public String toString() {
        return "http " + http + ", ops " + ops + ", stores " + stores();
    }
}
