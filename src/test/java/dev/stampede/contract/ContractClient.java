package dev.stampede.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Calls operations by their name in the contract. Whatever comes back must be what the contract says of that status. */
final class ContractClient {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Contract contract;
    private final int httpPort;
    private final int opsPort;
    private final Set<String> seen = new ConcurrentSkipListSet<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();

    ContractClient(Contract contract, int httpPort, int opsPort) {
        this.contract = contract;
        this.httpPort = httpPort;
        this.opsPort = opsPort;
    }

    Ask ask(String operationId) {
        return new Ask(contract.operation(operationId));
    }

    /** Every answer so far, such as {@code purchase 201}, and each problem's code, such as {@code purchase 409 SOLD_OUT}. */
    Set<String> seen() {
        return seen;
    }

    /** The whole body as text; of a stream that does not end, its beginning. */
    private static BodySubscriber<String> body(ResponseInfo head) {
        boolean isEndless = head.headers().firstValue("Content-Type").orElse("").equals("text/event-stream");
        return isEndless ? new Beginning() : BodySubscribers.ofString(StandardCharsets.UTF_8);
    }

    /** Reads once, then hangs up. */
    private static final class Beginning implements BodySubscriber<String> {
        private final CompletableFuture<String> text = new CompletableFuture<>();
        private Flow.@Nullable Subscription subscription;

        @Override
        public CompletionStage<String> getBody() {
            return text;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            subscription.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> bytes) {
            text.complete(StandardCharsets.UTF_8.decode(bytes.get(0)).toString());
            Objects.requireNonNull(subscription).cancel();
        }

        @Override
        public void onError(Throwable failure) {
            text.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            text.complete("");
        }
    }

    /** An answer that kept the contract. {@code json} is empty when it is no JSON. */
    record Answer(HttpResponse<String> response, JsonObject json) {
        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    /** A request in the making. */
    final class Ask {
        private final ContractOperation operation;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private String path;
        private String query = "";
        private String method;
        private @Nullable String body;

        private Ask(ContractOperation operation) {
            this.operation = operation;
            this.path = operation.path();
            this.method = operation.method().toUpperCase(Locale.ROOT);
            if (operation.needsBody()) {
                body("{}");
            }
        }

        Ask with(String parameter, String value) {
            path = path.replace("{" + parameter + "}", value);
            return this;
        }

        Ask id(String id) {
            return with("id", id);
        }

        /** @param query such as {@code limit=1&state=held}, encoded */
        Ask query(String query) {
            this.query = "?" + query;
            return this;
        }

        Ask header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        Ask token(String token) {
            return header("Authorization", "Bearer " + token);
        }

        Ask key(String key) {
            return header("Idempotency-Key", key);
        }

        Ask body(JsonObject body) {
            return body(body.encode());
        }

        Ask body(String body) {
            this.body = body;
            headers.putIfAbsent("Content-Type", "application/json");
            return this;
        }

        Ask noBody() {
            body = null;
            headers.remove("Content-Type");
            return this;
        }

        /** Another word in its path. */
        Ask replacing(String word, String other) {
            path = path.replace(word, other);
            return this;
        }

        Ask method(String method) {
            this.method = method;
            return this;
        }

        /** Sends it; the answer has that status, and is as the contract says. */
        Answer expect(int status) {
            HttpResponse<String> response = send();
            assertThat(response.statusCode())
                    .as("%s answered %s", this, response.body())
                    .isEqualTo(status);
            return check(response);
        }

        /** Sends it; the answer is that problem. */
        JsonObject refused(int status, String code) {
            JsonObject problem = expect(status).json();
            assertThat(problem.getString("code")).as("%s: %s", this, problem).isEqualTo(code);
            return problem;
        }

        /** Sends it; whatever the answer is, it is as the contract says. */
        Answer answer() {
            return check(send());
        }

        private HttpResponse<String> send() {
            int port = operation.isOperations() ? opsPort : httpPort;
            BodyPublisher publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path + query))
                    .timeout(LIMIT)
                    .method(method, publisher);
            headers.forEach(request::header);
            try {
                return http.send(request.build(), ContractClient::body);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(this + " was not answered", e);
            }
        }

        private Answer check(HttpResponse<String> response) {
            int status = response.statusCode();
            JsonObject described = described(status);
            String type = response.headers().firstValue("Content-Type").orElse("");
            JsonObject content = described.getJsonObject("content", new JsonObject());
            assertThat(content.isEmpty() ? Set.of("") : content.fieldNames())
                    .as("%s %s: the type of the content", this, status)
                    .contains(type);
            checkHeaders(response, described.getJsonObject("headers"));
            seen.add(operation.id() + " " + status);
            if (!type.endsWith("json")) {
                return new Answer(response, new JsonObject());
            }
            JsonObject json = new JsonObject(response.body());
            assertThat(contract.errors(content.getJsonObject(type).getJsonObject("schema"), json))
                    .as("%s %s: %s", this, status, json)
                    .isEmpty();
            if (status >= 400) {
                checkProblem(status, json);
            }
            return new Answer(response, json);
        }

        private JsonObject described(int status) {
            JsonObject responses = operation.responses();
            JsonObject response = responses.getJsonObject(Integer.toString(status));
            if (response == null && status >= 400 && status != 503) {
                response = responses.getJsonObject("default");
            }
            return contract.resolve(
                    Objects.requireNonNull(response, () -> this + " must not be answered with " + status));
        }

        private void checkHeaders(HttpResponse<String> response, JsonObject described) {
            for (String name : described.fieldNames()) {
                JsonObject header = contract.resolve(described.getJsonObject(name));
                JsonObject schema = header.getJsonObject("schema");
                String value = response.headers().firstValue(name).orElse(null);
                if (value == null) {
                    assertThat(header.getBoolean("required", false))
                            .as("%s %s lacks %s", this, response.statusCode(), name)
                            .isFalse();
                } else {
                    boolean isNumber = "integer".equals(schema.getString("type")) && value.matches("[0-9]+");
                    assertThat(contract.errors(schema, isNumber ? (Object) Long.valueOf(value) : value))
                            .as("%s %s: %s: %s", this, response.statusCode(), name, value)
                            .isEmpty();
                }
            }
        }

        private void checkProblem(int status, JsonObject problem) {
            String code = problem.getString("code");
            assertThat(problem.getInteger("status")).isEqualTo(status);
            assertThat(problem.getString("type")).isEqualTo("urn:stampede:problem:" + code);
            assertThat(problem.getJsonArray("errors", new JsonArray()).isEmpty())
                    .isEqualTo(!code.equals("INVALID"));
            seen.add(operation.id() + " " + status + " " + code);
        }

        @Override
        public String toString() {
            return operation.id() + " (" + method + " " + path + query + ")";
        }
    }
}
