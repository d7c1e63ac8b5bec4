package dev.stampede.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Tokens made on this machine by the engine's own command, from the secret in {@code STAMPEDE_JWT_SECRET} or in the data
 * directory {@code STAMPEDE_DATA_DIR}; or the demo login's, for an engine whose secret is not known here. Then the operator's
 * token is the one in {@code STAMPEDE_OPERATOR_TOKEN}.
 */
final class Tokens {
    private static final int LOGINS_AT_ONCE = 64;

    private final Path jar;
    private final URI server;
    private final boolean logsIn;

    /** A shopper's id and token. */
    record Named(String id, String token) {}

    private Tokens(Path jar, URI server, boolean logsIn) {
        this.jar = jar;
        this.server = server;
        this.logsIn = logsIn;
    }

    static Tokens read(URI server) {
        Path jar = Path.of(Given.text("jar", "../target/stampede.jar"));
        return new Tokens(jar, server, Given.text("tokens", "local").equals("login"));
    }

    /** One for each of {@code count} shoppers, good for an hour at least. */
    List<Named> shoppers(int count) {
        return logsIn ? loggedIn(count) : minted(count);
    }

    /** One for somebody who may make, release and audit a campaign and read its orders. */
    String operator() {
        String given = System.getenv("STAMPEDE_OPERATOR_TOKEN");
        return given != null && !given.isBlank()
                ? given.strip()
                : made("--role", "operator,reviewer,finance,auditor", "--subject", "load", "--ttl", "1h")
                        .get(0);
    }

    private List<Named> minted(int count) {
        List<String> tokens =
                made("--role", "shopper", "--subject", "load", "--count", Integer.toString(count), "--ttl", "1h");
        if (tokens.size() != count) {
            throw new IllegalStateException("asked for " + count + " tokens, got " + tokens.size());
        }
        List<Named> named = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            named.add(new Named("load-" + (i + 1), tokens.get(i)));
        }
        return named;
    }

    private List<Named> loggedIn(int count) {
        HttpClient http = HttpClient.newHttpClient();
        List<Named> named = new ArrayList<>();
        for (int from = 0; from < count; from += LOGINS_AT_ONCE) {
            List<CompletableFuture<Named>> some = new ArrayList<>();
            for (int i = from; i < Math.min(count, from + LOGINS_AT_ONCE); i++) {
                some.add(login(http, "load-" + (i + 1)));
            }
            some.forEach(one -> named.add(one.join()));
        }
        return named;
    }

    private CompletableFuture<Named> login(HttpClient http, String name) {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/v1/auth/demo"))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        Json.object().put("name", name).toString()))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(answer -> {
            JsonNode body = Json.read(answer.body());
            if (answer.statusCode() != 201) {
                throw new IllegalStateException("the demo login was answered with " + answer.statusCode() + " "
                        + body.path("code").asText());
            }
            return new Named(body.path("shopperId").asText(), body.path("token").asText());
        });
    }

    private List<String> made(String... options) {
        List<String> command = new ArrayList<>(List.of(java(), "-jar", jar.toString(), "token"));
        command.addAll(List.of(options));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ended with " + code);
            }
            return printed.lines().toList();
        } catch (IOException e) {
            throw new IllegalStateException("no tokens from " + jar + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while tokens were made", e);
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
