package dev.stampede.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.http.Messages.Text;
import dev.stampede.json.Json;
import dev.stampede.json.Violation;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a {@link Problem} as the answer to a request. */
public final class ProblemJson {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemJson.class);
    private static final String REASON = "reason";
    private static final Set<String> WORTH_A_RETRY =
            Set.of("TOO_FAST", "BUSY", "STORE_DOWN", "FENCED", "DRAINING", "OUTCOME_UNKNOWN", "ORDER_PENDING");

    private static final CharSequence PROBLEM_JSON = HttpHeaders.createOptimized("application/problem+json");
    private static final byte[] END = {'"', '}'};

    private final Messages messages;
    private final Map<Plain, byte[]> beginnings = new ConcurrentHashMap<>();

    /** A problem that differs from others with its code in nothing but its trace id. */
    private record Plain(int status, String code, Language language) {}

    public ProblemJson(Messages messages) {
        this.messages = messages;
    }

    /** Ends the response; {@code acceptLanguage} is the header of the request. */
    void send(HttpServerResponse response, Problem problem, @Nullable String acceptLanguage, String traceId) {
        Language language = Language.preferred(acceptLanguage);
        response.setStatusCode(problem.status());
        response.headers()
                .set(HttpHeaders.CONTENT_TYPE, PROBLEM_JSON)
                .set(HttpHeaders.CONTENT_LANGUAGE, language.tag());
        if (WORTH_A_RETRY.contains(problem.code())) {
            response.putHeader("Retry-After", "1");
        }
        if (problem.status() == 401) {
            response.putHeader("WWW-Authenticate", "Bearer realm=\"stampede\"");
        }
        response.end(problem.isPlain() ? plain(problem, language, traceId) : full(problem, language, traceId));
    }

    private Buffer full(Problem problem, Language language, String traceId) {
        return Buffer.buffer(Json.bytes(write(problem, language, traceId)));
    }

    /** The trace id stands last, so that all before it is written once and for all. */
    private Buffer plain(Problem problem, Language language, String traceId) {
        byte[] beginning = beginnings.computeIfAbsent(
                new Plain(problem.status(), problem.code(), language), absent -> beginning(problem, language));
        return Buffer.buffer(beginning.length + traceId.length() + END.length)
                .appendBytes(beginning)
                .appendString(traceId)
                .appendBytes(END);
    }

    private byte[] beginning(Problem problem, Language language) {
        byte[] whole = Json.bytes(write(problem, language, ""));
        return Arrays.copyOf(whole, whole.length - END.length);
    }

    ObjectNode write(Problem problem, Language language, String traceId) {
        Text text = messages.find(problem.code(), problem.status(), language).orElseGet(() -> noText(problem));
        Object reason = problem.members().get(REASON);
        ObjectNode json = Json.object();
        json.put("type", "urn:stampede:problem:" + problem.code());
        json.put("title", text.title());
        json.put("status", problem.status());
        json.put("detail", reason == null ? text.detail() : text.detail() + " " + reason);
        json.put("code", problem.code());
        json.put("traceId", traceId);
        problem.members().forEach((name, value) -> {
            if (value instanceof Long number) {
                json.put(name, number);
            } else if (!name.equals(REASON)) {
                json.put(name, value.toString());
            }
        });
        if (!problem.errors().isEmpty()) {
            writeErrors(problem, json.putArray("errors"));
        }
        return json;
    }

    private static void writeErrors(Problem problem, ArrayNode errors) {
        for (Violation violation : problem.errors()) {
            ObjectNode error = errors.addObject();
            error.put("pointer", violation.pointer());
            error.put("code", violation.code());
            error.put("detail", violation.detail());
        }
    }

    private static Text noText(Problem problem) {
        LOG.error("the code {} has no text", problem.code());
        return new Text(problem.code(), problem.code());
    }
}
