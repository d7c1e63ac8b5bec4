package dev.stampede.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.impl.RequestImpl;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptTest {
    private final Script script = Script.load("testing/bindings");

    @Test
    void the_header_names_keys_arguments_and_those_of_each_request() {
        assertThat(script.keys()).containsExactly("first", "second");
        assertThat(script.args()).containsExactly("one", "two");
        assertThat(script.each()).containsExactly("left", "right");
        assertThat(script.name()).isEqualTo("testing/bindings");
    }

    @Test
    void a_header_that_names_nothing_binds_nothing() {
        Script bare = Script.load("testing/bare");

        assertThat(bare.keys()).isEmpty();
        assertThat(bare.args()).isEmpty();
        assertThat(bare.each()).isEmpty();
        assertThat(bare.source()).doesNotContain("COUNT");
    }

    @Test
    void names_become_places_in_the_text() {
        assertThat(script.source())
                .contains("KEY.first = KEYS[1]", "KEY.second = KEYS[2]", "ARG.one = ARGV[1]", "ARG.two = ARGV[2]")
                .contains("local COUNT = (#ARGV - 2) / 2")
                .contains("unpack(ARGV, 3 + (i - 1) * 2, 2 + i * 2)");
    }

    @Test
    void includes_are_put_in_where_they_are_named() {
        assertThat(script.source())
                .contains("local function digits", "local function put")
                .doesNotContain("---");
    }

    @Test
    void the_name_for_redis_is_that_of_the_whole_text() {
        assertThat(script.sha()).matches("[0-9a-f]{40}");
        assertThat(Script.load("testing/bindings").sha()).isEqualTo(script.sha());
        assertThat(Script.load("testing/bare").sha()).isNotEqualTo(script.sha());
    }

    @Test
    void a_script_or_an_include_that_does_not_exist_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Script.load("testing/none"))
                .withMessageContaining("testing/none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Script.load("testing/astray"))
                .withMessageContaining("nowhere");
    }

    @Test
    void a_complete_call_lists_keys_then_arguments_then_requests() {
        Invocation call = bound().each("a", "b").each("c", "d");

        assertThat(wire(call.request())).containsExactly(script.sha(), "2", "k1", "k2", "v1", "2", "a", "b", "c", "d");
        assertThat(call.request().command()).isEqualTo(Command.EVALSHA);
        assertThat(call.requestWithText().command()).isEqualTo(Command.EVAL);
        assertThat(wire(call.requestWithText())).startsWith(script.source(), "2", "k1");
    }

    @Test
    void an_unknown_name_is_refused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> script.call().key("third", "k"))
                .withMessageContaining("third");
        assertThatIllegalStateException().isThrownBy(() -> script.call().arg("three", 3));
    }

    @Test
    void names_in_another_order_are_refused() {
        assertThatIllegalStateException().isThrownBy(() -> script.call().key("second", "k2"));
        assertThatIllegalStateException().isThrownBy(() -> script.call().arg("two", 2));
    }

    @Test
    void one_name_too_many_is_refused() {
        assertThatIllegalStateException().isThrownBy(() -> bound().key("first", "k1"));
        assertThatIllegalStateException().isThrownBy(() -> bound().arg("one", 1));
    }

    @Test
    void a_call_that_lacks_a_key_or_an_argument_is_refused() {
        Invocation withoutKeys = script.call().arg("one", 1).arg("two", 2);
        Invocation withoutArguments = script.call().key("first", "k1").key("second", "k2");

        assertThatIllegalStateException().isThrownBy(withoutKeys::request).withMessageContaining("lacks");
        assertThatIllegalStateException().isThrownBy(withoutArguments::request).withMessageContaining("lacks");
    }

    @Test
    void a_request_with_more_or_fewer_values_is_refused() {
        assertThatIllegalStateException().isThrownBy(() -> bound().each("a"));
        assertThatIllegalStateException().isThrownBy(() -> bound().each("a", "b", "c"));
    }

    @Test
    void a_request_before_all_arguments_is_refused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> script.call().arg("one", 1).each("a", "b"));
    }

    @Test
    void an_argument_after_a_request_is_refused() {
        Invocation call = bound().each("a", "b");

        assertThatIllegalStateException().isThrownBy(() -> call.arg("one", 1));
    }

    private Invocation bound() {
        return script.call()
                .key("first", "k1")
                .key("second", "k2")
                .arg("one", "v1")
                .arg("two", 2);
    }

    private static List<String> wire(Request request) {
        return ((RequestImpl) request)
                .getArgs().stream()
                        .map(argument -> new String(argument, StandardCharsets.UTF_8))
                        .toList();
    }
}
