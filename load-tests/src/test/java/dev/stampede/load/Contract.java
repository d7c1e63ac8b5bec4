package dev.stampede.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Which statuses {@code openapi.yaml} lists for an operation, and which codes for a status. What it only says of any request
 * at all, under {@code default}, is nothing that a well-behaved crowd may see.
 */
final class Contract {
    private final Map<String, Map<Integer, Set<String>>> operations = new HashMap<>();

    private Contract(Map<?, ?> document) {
        for (Object path : map(document.get("paths")).values()) {
            for (Object method : map(path).values()) {
                if (method instanceof Map<?, ?> operation && operation.get("operationId") != null) {
                    operations.put(
                            String.valueOf(operation.get("operationId")),
                            responses(document, map(operation.get("responses"))));
                }
            }
        }
    }

    static Contract read(Path file) {
        try {
            return new Contract(map(new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file))));
        } catch (IOException e) {
            throw new UncheckedIOException("no contract at " + file, e);
        }
    }

    /** Whether an answer of the operation may have this status, with this code where codes are listed. */
    boolean allows(String operation, Answer answer) {
        Map<Integer, Set<String>> statuses = operations.get(operation);
        if (statuses == null) {
            throw new IllegalArgumentException("the contract has no operation " + operation);
        }
        Set<String> codes = statuses.get(answer.status());
        return codes != null && (codes.isEmpty() || codes.contains(answer.code()));
    }

    private static Map<Integer, Set<String>> responses(Map<?, ?> document, Map<?, ?> listed) {
        Map<Integer, Set<String>> responses = new HashMap<>();
        listed.forEach((status, response) -> {
            if (String.valueOf(status).matches("\\d{3}")) {
                Set<String> codes = new HashSet<>();
                collectCodes(resolved(document, map(response)), codes);
                responses.put(Integer.valueOf(String.valueOf(status)), codes);
            }
        });
        return responses;
    }

    private static Map<?, ?> resolved(Map<?, ?> document, Map<?, ?> response) {
        Map<?, ?> found = response;
        if (response.get("$ref") instanceof String reference) {
            found = document;
            for (String step : reference.substring(2).split("/", -1)) {
                found = map(found.get(step));
            }
        }
        return found;
    }

    /** All that the response's own schemas say of a member {@code code}. */
    private static void collectCodes(Object node, Set<String> codes) {
        if (node instanceof Map<?, ?> map) {
            if (map.get("code") instanceof Map<?, ?> schema) {
                if (schema.get("const") instanceof String code) {
                    codes.add(code);
                }
                if (schema.get("enum") instanceof List<?> listed) {
                    listed.forEach(code -> codes.add(String.valueOf(code)));
                }
            }
            map.values().forEach(value -> collectCodes(value, codes));
        } else if (node instanceof List<?> list) {
            list.forEach(value -> collectCodes(value, codes));
        }
    }

    private static Map<?, ?> map(Object node) {
        return node instanceof Map<?, ?> map ? map : Map.of();
    }
}
