package dev.stampede.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** One operation as the contract describes it. */
record ContractOperation(String path, String method, boolean isOperations, JsonObject node) {
    String id() {
        return node.getString("operationId", path + " without operationId");
    }

    /** The operation as a route of a server, such as <code>GET /v1/orders/{}</code>. */
    String route() {
        return method.toUpperCase(Locale.ROOT) + " " + path.replaceAll("\\{[^}]*}", "{}");
    }

    JsonObject responses() {
        return node.getJsonObject("responses");
    }

    /** Every status below 400 that it can end with; 101 when it becomes a WebSocket. */
    Set<Integer> successes() {
        return responses().fieldNames().stream()
                .filter(status -> status.matches("101|[23][0-9]{2}"))
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
    }

    boolean needsToken() {
        return node.containsKey("security");
    }

    boolean needsKey() {
        return node.getJsonArray("parameters", new JsonArray()).stream()
                .map(parameter -> ((JsonObject) parameter).getString("$ref", ""))
                .anyMatch(reference -> reference.endsWith("/Idempotency-Key"));
    }

    boolean takesBody() {
        return node.containsKey("requestBody");
    }

    /** Whether a request without a body is wrong. */
    boolean needsBody() {
        return takesBody() && node.getJsonObject("requestBody").getBoolean("required", false);
    }

    /** The roles of which a caller needs one; empty on the public server. */
    List<String> roles() {
        return node.getJsonArray("x-roles", new JsonArray()).stream()
                .map(String::valueOf)
                .toList();
    }

    @Override
    public String toString() {
        return id();
    }
}
