package dev.stampede.contract;

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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The contract as it is shipped, and its opinion of JSON values. */
final class Contract {
    private static final String HERE = "https://stampede.invalid/openapi";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private final JsonObject document;
    private final List<ContractOperation> operations;
    private final SchemaRepository schemas = SchemaRepository.create(
            new JsonSchemaOptions().setBaseUri(HERE).setDraft(Draft.DRAFT202012).setOutputFormat(OutputFormat.Basic));

    private Contract(String text) {
        this.document = parse(text);
        this.operations = paths().stream().flatMap(this::operations).toList();
        schemas.dereference(HERE, JsonSchema.of(withAbsoluteReferences(document)));
    }

    static Contract shipped() {
        try (InputStream in = Objects.requireNonNull(Contract.class.getResourceAsStream("/openapi.yaml"))) {
            return new Contract(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonObject parse(String yaml) {
        Map<String, Object> map = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return new JsonObject(new JsonObject(map).encode());
    }

    JsonObject document() {
        return document;
    }

    List<ContractOperation> operations() {
        return operations;
    }

    ContractOperation operation(String id) {
        return operations.stream()
                .filter(operation -> operation.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the contract has no operation " + id));
    }

    JsonObject schema(String name) {
        return document.getJsonObject("components").getJsonObject("schemas").getJsonObject(name);
    }

    /** The values of a schema that is an enum. */
    Set<String> words(String schema) {
        return schema(schema).getJsonArray("enum").stream().map(String::valueOf).collect(Collectors.toSet());
    }

    /** What the object's {@code $ref} leads to, or the object itself. */
    JsonObject resolve(JsonObject node) {
        String reference = node.getString("$ref");
        if (reference == null) {
            return node;
        }
        JsonObject found = document;
        for (String name : reference.substring(2).split("/")) {
            found = Objects.requireNonNull(found.getJsonObject(name), reference);
        }
        return found;
    }

    /** What the schema has against the value; empty when it is valid. */
    Set<String> errors(JsonObject schema, Object value) {
        OutputUnit verdict =
                schemas.validator(JsonSchema.of(withAbsoluteReferences(schema))).validate(value);
        if (Boolean.TRUE.equals(verdict.getValid())) {
            return Set.of();
        }
        return verdict.getErrors().stream()
                .map(error -> error.getInstanceLocation() + " " + error.getError())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> paths() {
        return document.getJsonObject("paths").fieldNames();
    }

    private Stream<ContractOperation> operations(String path) {
        JsonObject item = document.getJsonObject("paths").getJsonObject(path);
        boolean isOperations = item.containsKey("servers");
        return item.fieldNames().stream()
                .filter(METHODS::contains)
                .map(method -> new ContractOperation(path, method, isOperations, item.getJsonObject(method)));
    }

    /** A schema that is validated by itself must still find the contract. */
    private static JsonObject withAbsoluteReferences(JsonObject node) {
        return (JsonObject) copy(node, text -> text.startsWith("#/") ? HERE + text : text);
    }

    private static Object copy(Object node, UnaryOperator<String> reference) {
        if (node instanceof JsonObject object) {
            JsonObject copy = new JsonObject();
            object.forEach(member -> copy.put(
                    member.getKey(),
                    member.getKey().equals("$ref")
                            ? reference.apply((String) member.getValue())
                            : copy(member.getValue(), reference)));
            return copy;
        }
        if (node instanceof JsonArray array) {
            JsonArray copy = new JsonArray();
            array.forEach(element -> copy.add(copy(element, reference)));
            return copy;
        }
        return node;
    }
}
