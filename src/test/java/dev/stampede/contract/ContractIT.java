package dev.stampede.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.contract.ContractClient.Answer;
import dev.stampede.contract.ContractClient.Ask;
import dev.stampede.identity.Role;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every operation, without a look at what it does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractIT {
    private static final String NOBODY = "0000000000000";

    private final Shop shop = Shop.shared();

    @Test
    void every_route_is_in_the_contract_and_the_other_way_round() {
        assertThat(described(false)).isEqualTo(shop.routes(false));
        assertThat(described(true)).isEqualTo(shop.routes(true));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void a_path_names_its_methods_to_who_asks_for_another(ContractOperation operation) {
        Answer answer = ask(operation).method("PUT").expect(405);
        Set<String> methods = shop.contract().operations().stream()
                .filter(other -> other.path().equals(operation.path()))
                .map(ContractOperation::route)
                .map(route -> route.substring(0, route.indexOf(' ')))
                .collect(Collectors.toSet());
        assertThat(Set.of(answer.header("Allow").split(", "))).isEqualTo(methods);
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void a_guarded_operation_wants_a_good_token_of_its_own_server(ContractOperation operation) {
        ask(operation).refused(401, "UNAUTHENTICATED");
        ask(operation).token("a.b.c").refused(401, "UNAUTHENTICATED");
        String tampered = operation.isOperations() ? shop.operator("operator") : shop.shopper("ann");
        ask(operation)
                .token(tampered.substring(0, tampered.length() - 3) + "AAA")
                .refused(401, "UNAUTHENTICATED");
        String foreign = operation.isOperations() ? shop.shopper("ann") : shop.operator("operator");
        ask(operation).token(foreign).refused(403, "FORBIDDEN");
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void an_operators_operation_is_for_its_roles_and_no_other(ContractOperation operation) {
        if (operation.isOperations()) {
            for (Role role : Role.values()) {
                Answer answer = ask(operation).token(shop.operator(role.word())).answer();
                assertThat(answer.response().statusCode() == 403)
                        .as("%s by %s", operation, role)
                        .isEqualTo(!operation.roles().contains(role.word()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void a_body_is_one_json_object_of_that_type_and_size(ContractOperation operation) {
        String tooLarge = "{\"reason\":\"" + "x".repeat(operation.isOperations() ? 262_144 : 8_192) + "\"}";
        admitted(operation).header("Content-Type", "text/plain").body("{}").refused(415, "MALFORMED");
        admitted(operation).body(tooLarge).refused(413, "MALFORMED");
        if (operation.takesBody()) {
            for (String body : List.of("[]", "{", "{}{}", "{\"a\":1,\"a\":1}", "\"\"")) {
                admitted(operation).body(body).refused(400, "MALFORMED");
            }
            JsonObject unknown = admitted(operation)
                    .body(new JsonObject().put("unheardOf", 1))
                    .refused(needsCampaign(operation) ? 404 : 400, unknownMember(operation));
            assertThat(unknown.getString("detail")).isNotBlank();
        }
        if (operation.needsBody()) {
            admitted(operation).noBody().refused(400, "MALFORMED");
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void a_key_has_a_form(ContractOperation operation) {
        if (operation.needsKey()) {
            String token = shop.shopper("ann");
            ask(operation).token(token).refused(400, "MALFORMED");
            for (String key : List.of("seven77", "x".repeat(65), "with space", "slash/slash")) {
                ask(operation).token(token).key(key).refused(400, "MALFORMED");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void a_list_has_a_limit_and_a_cursor(ContractOperation operation) {
        if (operation.id().startsWith("list")) {
            for (String limit : List.of("0", "101", "-1", "1.0", "ten")) {
                assertPointer(admitted(operation).query("limit=" + limit), "/limit");
            }
            for (String cursor : List.of("x", "0n8kq2z7m4x1c", "0N8KQ2Z7M4X1CC")) {
                assertPointer(admitted(operation).query("cursor=" + cursor), "/cursor");
            }
            boolean isOfOneCampaign = operation.path().contains("{id}");
            admitted(operation).query("limit=100&cursor=&unheardOf=1").expect(isOfOneCampaign ? 404 : 200);
        }
    }

    @Test
    void a_page_of_a_listed_origin_may_call_the_public_server_and_not_the_operators() {
        String allowed = "Access-Control-Allow-Origin";
        String origin = "https://shop.example";
        assertThat(shop.ask("readTime").header("Origin", origin).expect(200).header(allowed))
                .isEqualTo(origin);
        assertThat(shop.ask("readLiveness").header("Origin", origin).expect(200).header(allowed))
                .isEmpty();
    }

    @Test
    void a_text_comes_in_the_language_that_the_client_prefers() {
        JsonObject chinese = shop.ask("readCampaign").id(NOBODY).refused(404, "UNKNOWN_CAMPAIGN");
        JsonObject english = shop.ask("readCampaign")
                .id(NOBODY)
                .header("Accept-Language", "en")
                .refused(404, "UNKNOWN_CAMPAIGN");
        assertThat(chinese.getString("detail")).isEqualTo("没有找到这个活动。");
        assertThat(english.getString("detail")).isEqualTo("This campaign could not be found.");
    }

    private Stream<ContractOperation> operations() {
        return shop.contract().operations().stream();
    }

    private Stream<ContractOperation> guarded() {
        return operations().filter(ContractOperation::needsToken);
    }

    private Set<String> described(boolean onOperationsServer) {
        return operations()
                .filter(operation -> operation.isOperations() == onOperationsServer)
                .map(ContractOperation::route)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Ask ask(ContractOperation operation) {
        return shop.ask(operation.id()).id(NOBODY).with("file", "docs.js");
    }

    /** The same by somebody who may, with a key. */
    private Ask admitted(ContractOperation operation) {
        String token = operation.isOperations()
                ? shop.operator(
                        operation.roles().isEmpty()
                                ? "operator"
                                : operation.roles().get(0))
                : shop.shopper("ann");
        return ask(operation).token(token).key(shop.key()).header("If-Match", "*");
    }

    /** The campaign decides what an action's body may hold, and an edit's, so an unknown campaign comes first. */
    private static boolean needsCampaign(ContractOperation operation) {
        return operation.id().equals("editCampaign") || operation.path().contains("/actions/");
    }

    private static String unknownMember(ContractOperation operation) {
        return needsCampaign(operation) ? "UNKNOWN_CAMPAIGN" : "INVALID";
    }

    private static void assertPointer(Ask ask, String pointer) {
        JsonObject problem = ask.refused(400, "INVALID");
        assertThat(problem.getJsonArray("errors").getJsonObject(0).getString("pointer"))
                .isEqualTo(pointer);
    }
}
