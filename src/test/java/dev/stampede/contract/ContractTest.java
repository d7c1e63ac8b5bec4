package dev.stampede.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.boot.NodeUnderTest;
import dev.stampede.campaign.Ack;
import dev.stampede.campaign.CampaignState;
import dev.stampede.campaign.StockShown;
import dev.stampede.formation.FormationState;
import dev.stampede.identity.Role;
import dev.stampede.order.OrderState;
import dev.stampede.push.EventType;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ContractTest {
    private final Contract contract = Contract.shipped();

    @Test
    void it_is_an_openapi_document() throws TimeoutException {
        Vertx vertx = Vertx.vertx();
        try {
            OpenAPIContract read =
                    OpenAPIContract.from(vertx, known(contract.document())).await(10, TimeUnit.SECONDS);
            assertThat(read.operations()).hasSize(contract.operations().size());
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void every_operation_says_what_it_is() {
        assertThat(contract.operations())
                .extracting(ContractOperation::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[a-z][A-Za-z]+"));
        assertThat(contract.operations()).allSatisfy(operation -> {
            assertThat(operation.node().getString("summary")).isNotBlank();
            assertThat(operation.successes()).isNotEmpty();
            assertThat(operation.responses().containsKey("default")).isTrue();
            assertThat(operation.isOperations() && operation.needsToken())
                    .isEqualTo(!operation.roles().isEmpty());
            assertThat(operation.needsToken()).isEqualTo(operation.responses().containsKey("403"));
        });
    }

    @Test
    void every_answer_carries_the_time() {
        for (ContractOperation operation : contract.operations()) {
            operation.responses().forEach(response -> assertThat(contract.resolve((JsonObject) response.getValue())
                            .getJsonObject("headers")
                            .fieldNames())
                    .as("%s %s", operation, response.getKey())
                    .contains("X-Server-Time"));
        }
    }

    @Test
    void it_has_every_code_that_has_a_text_and_no_other() throws IOException {
        Set<String> codes = new TreeSet<>(texts("messages"));
        for (String kind : NodeUnderTest.kinds()) {
            codes.addAll(texts(kind));
        }
        assertThat(contract.words("ProblemCode")).isEqualTo(codes);
    }

    @Test
    void every_code_that_is_not_reserved_is_told_by_some_answer() {
        Set<String> told = new TreeSet<>();
        collect(contract.document().getJsonObject("paths"), told);
        collect(contract.document().getJsonObject("components").getJsonObject("responses"), told);
        Set<String> reserved = Set.of("TOO_FAST");
        assertThat(told).doesNotContainAnyElementsOf(reserved);
        told.addAll(reserved);
        assertThat(told).isEqualTo(contract.words("ProblemCode"));
    }

    @Test
    void its_words_are_those_of_the_engine() {
        assertThat(contract.words("Kind")).isEqualTo(Set.copyOf(NodeUnderTest.kinds()));
        assertThat(contract.words("OrderState")).isEqualTo(words(OrderState.values()));
        assertThat(contract.words("FormationState")).isEqualTo(words(FormationState.values()));
        assertThat(contract.words("CampaignState")).isEqualTo(words(CampaignState.values()));
        assertThat(contract.words("PublicCampaignState"))
                .isEqualTo(words(Arrays.stream(CampaignState.values())
                        .filter(CampaignState::isPublic)
                        .toArray(CampaignState[]::new)));
        assertThat(contract.words("Ack")).isEqualTo(words(Ack.values()));
        assertThat(contract.words("StockShown")).isEqualTo(words(StockShown.values()));
        assertThat(contract.words("EventType"))
                .isEqualTo(
                        Arrays.stream(EventType.values()).map(EventType::word).collect(Collectors.toSet()));
        assertThat(contract.operations())
                .flatExtracting(ContractOperation::roles)
                .isSubsetOf(words(Role.values()));
    }

    @Test
    void every_example_is_valid() {
        List<String> wrong = new ArrayList<>();
        int checked = check(contract.document(), "", wrong);
        assertThat(wrong).isEmpty();
        assertThat(checked).isGreaterThan(20);
    }

    @Test
    void a_closed_shape_refuses_what_it_does_not_name() {
        for (String name : List.of(
                "Campaign", "OperatorCampaign", "Order", "Formation", "NewCampaign", "SimulatedNotice", "Audit")) {
            JsonObject schema = contract.schema(name);
            JsonObject example =
                    schema.getJsonArray("examples").getJsonObject(0).copy();
            assertThat(contract.errors(schema, example.put("more", 1))).as(name).isNotEmpty();
        }
        JsonObject campaign = contract.schema("Campaign");
        JsonObject example = campaign.getJsonArray("examples").getJsonObject(0).copy();
        example.getJsonArray("offers").getJsonObject(0).put("allocation", 100);
        assertThat(contract.errors(campaign, example)).isNotEmpty();
    }

    @Test
    void a_wrong_value_is_refused() {
        JsonObject order = contract.schema("Order");
        JsonObject example = order.getJsonArray("examples").getJsonObject(0);
        Map<String, Object> wrong = Map.of(
                "id",
                "0N8KR5T3D9W2",
                "kind",
                "lottery",
                "quantity",
                0,
                "amountFen",
                9900.5,
                "state",
                "HELD",
                "payBy",
                "2026-11-10T16:15:00Z",
                "source",
                new JsonObject().put("friend", "bob"),
                "history",
                new JsonArray());
        wrong.forEach((name, value) -> assertThat(
                        contract.errors(order, example.copy().put(name, value)))
                .as(name)
                .isNotEmpty());
        JsonObject withoutPayBy = example.copy();
        withoutPayBy.remove("payBy");
        assertThat(contract.errors(order, withoutPayBy)).isNotEmpty();
        assertThat(contract.errors(contract.schema("ReservedOrder"), withoutPayBy))
                .isEmpty();
        assertThat(contract.errors(contract.schema("ReservedOrder"), example)).isNotEmpty();
    }

    /** The document with those types of content that the library knows: it has never heard of problems. */
    private static JsonObject known(JsonObject document) {
        return new JsonObject(document.encode()
                .replace("application/problem+json", "application/json")
                .replaceAll(
                        "\"(text/(html|css|javascript|plain|event-stream)[^\"]*|application/yaml)\":",
                        "\"text/plain\":"));
    }

    private static Set<String> texts(String name) throws IOException {
        Properties texts = new Properties();
        try (InputStream in = ContractTest.class.getResourceAsStream("/messages/" + name + "_en.properties")) {
            texts.load(Objects.requireNonNull(in));
        }
        return texts.stringPropertyNames().stream()
                .map(key -> key.substring(0, key.indexOf('.')))
                .collect(Collectors.toSet());
    }

    private static Set<String> words(Enum<?>... values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /** The words of every {@code code: {enum: […]}} below the node. */
    private static void collect(Object node, Set<String> codes) {
        if (node instanceof JsonObject object) {
            if (object.getValue("code") instanceof JsonObject code && code.containsKey("enum")) {
                code.getJsonArray("enum").forEach(word -> codes.add((String) word));
            }
            object.forEach(member -> collect(member.getValue(), codes));
        } else if (node instanceof JsonArray array) {
            array.forEach(element -> collect(element, codes));
        }
    }

    /** Checks each example that stands beside its schema, and those inside of schemas; says how many there were. */
    private int check(Object node, String place, List<String> wrong) {
        int checked = 0;
        if (node instanceof JsonObject object) {
            if (object.getValue("schema") instanceof JsonObject schema && object.containsKey("example")) {
                checked += check(schema, object.getValue("example"), place, wrong);
            }
            if (object.getValue("schema") instanceof JsonObject schema
                    && object.getValue("examples") instanceof JsonObject examples) {
                for (String name : examples.fieldNames()) {
                    checked += check(schema, examples.getJsonObject(name).getValue("value"), place, wrong);
                }
            }
            if (object.getValue("examples") instanceof JsonArray examples) {
                for (Object example : examples) {
                    checked += check(object, example, place, wrong);
                }
            }
            for (String name : object.fieldNames()) {
                checked += check(object.getValue(name), place + "/" + name, wrong);
            }
        } else if (node instanceof JsonArray array) {
            for (Object element : array) {
                checked += check(element, place, wrong);
            }
        }
        return checked;
    }

    private int check(JsonObject schema, Object example, String place, List<String> wrong) {
        contract.errors(schema, example).forEach(error -> wrong.add(place + ": " + error));
        return 1;
    }
}
