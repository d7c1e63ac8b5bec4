package dev.stampede.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import dev.stampede.json.MalformedJson;
import dev.stampede.json.Name;
import dev.stampede.json.Violation;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What every route does with a request and its answer. */
public final class Exchange {
    private static final int SHORTEST_KEY = 8;

    private static final CharSequence IDEMPOTENCY_KEY_NAME = HttpHeaders.createOptimized("Idempotency-Key");

    private Exchange() {}

    /** Answers with JSON once the future is there; its failure goes to the problem handler. */
    public static void answer(RoutingContext context, int status, Future<? extends JsonNode> body) {
        Reply reply = new RoutedReply(context);
        body.map(json -> Buffer.buffer(Json.bytes(json)))
                .onSuccess(bytes -> reply.json(status, bytes))
                .onFailure(reply::fail);
    }

    /** Answers with JSON. */
    public static void answer(RoutingContext context, int status, JsonNode body) {
        new RoutedReply(context).json(status, Buffer.buffer(Json.bytes(body)));
    }

    /** Makes something of a body. */
    public interface BodyReader<T> {
        /** What these bytes say, or {@link MalformedJson} with the reason. */
        T read(byte[] utf8) throws MalformedJson;
    }

    /** The body as one strict JSON object; an absent one is malformed. */
    public static ObjectNode body(RoutingContext context) {
        return body(context.body().buffer(), Json::parseObject);
    }

    /** What the reader makes of a body; an absent one is empty, and what is malformed is refused. */
    public static <T> T body(@Nullable Buffer buffer, BodyReader<T> reader) {
        try {
            return reader.read(buffer == null ? new byte[0] : buffer.getBytes());
        } catch (MalformedJson e) {
            throw new Refusal(Problem.malformed(String.valueOf(e.getMessage())));
        }
    }

    /** Throws when the reader of a body found something wrong. */
    public static void refuseIfWrong(Fields fields) {
        List<Violation> violations = fields.finish();
        if (!violations.isEmpty()) {
            throw new Refusal(Problem.invalid(violations));
        }
    }

    /** The header when it was sent once; null when it was not, or more often: nobody can say which one counts. */
    public static @Nullable String header(HttpServerRequest request, CharSequence name) {
        List<String> values = request.headers().getAll(name);
        return values.size() == 1 ? values.get(0) : null;
    }

    /** The required {@code Idempotency-Key}. */
    public static String idempotencyKey(RoutingContext context) {
        String key = idempotencyKey(context.request());
        if (key == null) {
            throw new Refusal(Problem.malformed("Idempotency-Key must match " + Name.rule(SHORTEST_KEY) + "."));
        }
        return key;
    }

    /** The {@code Idempotency-Key}, or null when there is no good one. */
    public static @Nullable String idempotencyKey(HttpServerRequest request) {
        String key = header(request, IDEMPOTENCY_KEY_NAME);
        return key != null && Name.isName(key, SHORTEST_KEY) ? key : null;
    }

    /** The {@code limit} of a list: 20 unless asked for, at most {@code max}. */
    public static int limit(RoutingContext context, int max) {
        String text = query(context, "limit");
        if (text == null) {
            return Math.min(20, max);
        }
        if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > max) {
            throw new Refusal(Problem.invalid(List.of(new Violation("/limit", "range", "must be from 1 to " + max))));
        }
        return Integer.parseInt(text);
    }

    /** A query parameter, or null when it is absent or empty. */
    public static @Nullable String query(RoutingContext context, String name) {
        String value = context.queryParams().get(name);
        return value == null || value.isEmpty() ? null : value;
    }
}
