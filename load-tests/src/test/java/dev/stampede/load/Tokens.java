package dev.stampede.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Tokens made on this machine by the engine's own command, from the secret in {@code STAMPEDE_JWT_SECRET} or in the data
 * directory {@code STAMPEDE_DATA_DIR}.
 */
final class Tokens {
    private final Path jar;

    Tokens(Path jar) {
        this.jar = jar;
    }

    /** One for each of {@code count} shoppers, good for an hour. */
    List<String> shoppers(int count) {
        List<String> tokens =
                made("--role", "shopper", "--subject", "load", "--count", Integer.toString(count), "--ttl", "1h");
        if (tokens.size() != count) {
            throw new IllegalStateException("asked for " + count + " tokens, got " + tokens.size());
        }
        return tokens;
    }

    /** One for somebody who may make, release and audit a sale and read its orders. */
    String operator() {
        return made("--role", "operator,reviewer,finance,auditor", "--subject", "load", "--ttl", "1h")
                .get(0);
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
