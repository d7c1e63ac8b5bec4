package dev.stampede.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.architecture.LuaScript.Binding;
import dev.stampede.kind.CampaignKind;
import dev.stampede.kind.CommonRejection;
import dev.stampede.kind.Rejection;
import dev.stampede.kind.bargain.Bargain;
import dev.stampede.kind.flashsale.FlashSale;
import dev.stampede.kind.groupbuy.GroupBuy;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a script's header says is what the script does. */
class LuaHeaderTest {
    private static final Map<String, CampaignKind<?>> KINDS =
            Map.of("flash_sale", new FlashSale(), "group_buy", new GroupBuy(), "bargain", new Bargain());
    private static final Set<String> OF_A_BATCH =
            Set.of("MISSING", "FENCED", "STALE_GENERATION", "ROLLED_BACK", "TOO_LATE", "STALE_SNAPSHOT");

    static List<LuaScript> commands() {
        return LuaScript.commands();
    }

    static Stream<LuaScript> takes() {
        return LuaScript.commands().stream().filter(script -> !script.folder().equals("inventory"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void a_header_says_what_for_with_what_and_what_comes_back(LuaScript script) {
        assertThat(script.purpose()).endsWith(".").hasSizeGreaterThan(20);
        assertThat(script.header()).containsKeys("KEYS", "RETURNS");
        assertThat(script.header().getOrDefault("ARGV", "-")).isNotEmpty();
        assertThat(script.header().keySet()).isSubsetOf("KEYS", "ARGV", "EACH", "RETURNS", "WORDS", "APPENDS");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void names_are_bound_on_one_line_each(LuaScript script) {
        for (String what : List.of("KEYS", "ARGV", "EACH")) {
            assertThat(script.header().getOrDefault(what, "none")).matches("\\w+(, \\w+)*");
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_key_and_argument_is_declared_and_used(LuaScript script) {
        assertThat(script.usesOf("KEY")).hasSameElementsAs(script.names("KEYS"));
        assertThat(script.usesOf("ARG")).hasSameElementsAs(script.names("ARGV"));
        assertThat(script.bindings().isEmpty()).isEqualTo(script.names("EACH").isEmpty());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void nothing_is_read_by_number(LuaScript script) {
        assertThat(script.body()).doesNotContain("KEYS", "ARGV");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void each_binds_its_names_in_the_order_of_the_header(LuaScript script) {
        List<String> names = script.names("EACH");
        Set<String> bound = new HashSet<>();
        for (Binding binding : script.bindings()) {
            assertThat(binding.names()).hasSizeLessThanOrEqualTo(names.size());
            for (int i = 0; i < binding.names().size(); i++) {
                assertThat(binding.names().get(i)).as(binding.line()).isIn("_", names.get(i));
                bound.add(binding.names().get(i));
            }
        }
        bound.remove("_");
        assertThat(names).as("declared and bound nowhere").allMatch(bound::contains);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_word_that_is_told_stands_in_the_header(LuaScript script) {
        assertThat(script.wordsTold()).isSubsetOf(script.wordsOfHeader());
    }

    @ParameterizedTest
    @MethodSource("takes")
    void a_take_answers_with_words_that_the_engine_knows(LuaScript script) {
        assertThat(KINDS).containsKey(script.folder());
        Set<String> rejections = new TreeSet<>();
        Stream.concat(
                        Stream.of(CommonRejection.values()),
                        Objects.requireNonNull(KINDS.get(script.folder())).rejections().stream())
                .map(Rejection::name)
                .forEach(rejections::add);
        Set<String> known = new TreeSet<>(rejections);
        known.addAll(OF_A_BATCH);
        known.addAll(Set.of("OK", "REPLAY", "OUTSIDE"));

        assertThat(known).containsAll(script.wordsOfHeader());
        assertThat(script.header()).containsKeys("EACH", "WORDS", "APPENDS");
        assertThat(script.words("RETURNS")).containsAll(OF_A_BATCH).contains("OK");
        assertThat(script.words("WORDS")).containsAll(List.of("OK", "REPLAY", "IDEMPOTENCY_MISMATCH"));
    }

    @ParameterizedTest
    @MethodSource("takes")
    void a_take_is_named_after_its_action(LuaScript script) {
        assertThat(Objects.requireNonNull(KINDS.get(script.folder())).actions().stream()
                        .map(action -> action.name()))
                .contains(script.name());
    }

    @Test
    void every_action_that_takes_has_its_script() {
        KINDS.forEach((name, kind) -> assertThat(
                        takes().filter(script -> script.folder().equals(name)).map(LuaScript::name))
                .containsExactlyInAnyOrderElementsOf(kind.actions().stream()
                        .filter(action -> !action.isGive())
                        .map(action -> action.name())
                        .toList()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_include_exists_and_is_used(LuaScript script) {
        for (String include : script.includes()) {
            assertThat(LuaScript.includeNames()).contains(include);
            assertThat(LuaScript.functions(include)).isNotEmpty().anyMatch(script::calls);
        }
        assertThat(script.includes()).doesNotHaveDuplicates();
    }

    @Test
    void every_include_is_used_by_some_script_and_says_what_it_does() {
        Set<String> used = new TreeSet<>();
        commands().forEach(script -> used.addAll(script.includes()));

        assertThat(used).containsExactlyInAnyOrderElementsOf(LuaScript.includeNames());
        assertThat(LuaScript.includeNames())
                .allMatch(name -> LuaScript.include(name).startsWith("-- "));
    }
}
