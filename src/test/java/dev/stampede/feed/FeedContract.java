package dev.stampede.feed;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The feed's contract as it is shipped, and its opinion of messages. */
final class FeedContract {
    private static final String HERE = "https://stampede.invalid/asyncapi";

    private final JsonObject document = read();
    private final SchemaRepository schemas = SchemaRepository.create(
            new JsonSchemaOptions().setBaseUri(HERE).setDraft(Draft.DRAFT202012).setOutputFormat(OutputFormat.Basic));

    FeedContract() {
        schemas.dereference(HERE, JsonSchema.of(absolute(document)));
    }

    JsonObject document() {
        return document;
    }

    /** The types of what a client may say ({@code hear}) or be told ({@code tell}). */
    Set<String> types(String operation) {
        JsonArray references =
                document.getJsonObject("operations").getJsonObject(operation).getJsonArray("messages");
        return references.stream()
                .map(reference -> ((JsonObject) reference).getString("$ref"))
                .map(reference -> reference.substring(reference.lastIndexOf('/') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    JsonObject payload(String type) {
        JsonObject message =
                document.getJsonObject("components").getJsonObject("messages").getJsonObject(type);
        return Objects.requireNonNull(message, "no message " + type).getJsonObject("payload");
    }

    /** What the contract has against a message; empty when it is one of its own. */
    Set<String> errors(JsonObject message) {
        JsonSchema schema = JsonSchema.of(absolute(payload(message.getString("type"))));
        OutputUnit verdict = schemas.validator(schema).validate(message);
        return Boolean.TRUE.equals(verdict.getValid())
                ? Set.of()
                : verdict.getErrors().stream()
                        .map(error -> error.getInstanceLocation() + " " + error.getError())
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonObject absolute(JsonObject node) {
        return new JsonObject(node.encode().replace("\"$ref\":\"#/", "\"$ref\":\"" + HERE + "#/"));
    }

    private static JsonObject read() {
        try (InputStream in = Objects.requireNonNull(FeedContract.class.getResourceAsStream("/asyncapi.yaml"))) {
            Map<String, Object> map = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
            return new JsonObject(new JsonObject(map).encode());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
