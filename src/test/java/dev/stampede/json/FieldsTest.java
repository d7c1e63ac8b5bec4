package dev.stampede.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
    private enum Size {
        SMALL,
        VERY_LARGE
    }

    @Test
    void a_body_without_a_fault_is_clean() {
        Fields fields = of("{'name':'tea','count':3,'on':true,'at':'2026-11-21T12:00:00.000Z','size':'very_large'}");
        assertThat(fields.text("name", 1, 10)).isEqualTo("tea");
        assertThat(fields.integer("count", 1, 3)).isEqualTo(3);
        assertThat(fields.flag("on", false)).isTrue();
        assertThat(fields.instant("at")).isEqualTo("2026-11-21T12:00:00Z");
        assertThat(fields.choice("size", Size.class, Size.SMALL)).isEqualTo(Size.VERY_LARGE);
        assertThat(fields.finish()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1e3", "1E0", "'1'", "true", "[]", "{}"})
    void a_whole_number_is_digits_and_nothing_else(String value) {
        Fields fields = of("{'n':" + value + "}");
        fields.integer("n", 1, 5_000);
        assertThat(found(fields)).containsExactly("/n type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9007199254740992", "-9007199254740992", "9223372036854775808", "1000000000000000000000"})
    void a_number_that_json_can_not_carry_is_out_of_range(String value) {
        Fields fields = of("{'n':" + value + "}");
        fields.integer("n", -Fields.MAX_EXACT, Fields.MAX_EXACT);
        assertThat(found(fields)).containsExactly("/n range");
    }

    @Test
    void a_bound_that_json_can_not_carry_is_a_bug() {
        assertThatThrownBy(() -> of("{}").optionalInteger("n", 0, Long.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_member_that_nobody_asked_for_is_unknown_at_any_depth() {
        Fields fields = of("{'known':{'x':1},'list':[{'y':2}],'other':3}");
        fields.object("known");
        fields.objects("list", 0, 5);
        assertThat(found(fields)).containsExactlyInAnyOrder("/other unknown", "/known/x unknown", "/list/0/y unknown");
    }

    @Test
    void a_missing_member_and_null_are_the_same() {
        Fields fields = of("{'a':null}");
        assertThat(fields.text("a", 1, 5)).isEmpty();
        assertThat(fields.integer("b", 7, 9)).isEqualTo(7);
        assertThat(fields.optionalText("c", 1, 5)).isNull();
        assertThat(fields.integer("d", 1, 9, 4)).isEqualTo(4);
        assertThat(found(fields)).containsExactly("/a required", "/b required");
    }

    @Test
    void the_length_of_a_text_is_counted_in_characters_not_in_halves_of_them() {
        Fields fields = of("{'ok':'😀😀','long':'😀😀😀'}");
        assertThat(fields.text("ok", 1, 2)).isEqualTo("😀😀");
        fields.text("long", 1, 2);
        assertThat(found(fields)).containsExactly("/long length");
    }

    @Test
    void a_text_may_have_lines_but_no_control_characters() {
        Fields fields = of("{'ok':'a\\r\\n\\tb','bell':'\\u0007','escape':'\\u001b[31m'}");
        fields.text("ok", 1, 10);
        fields.text("bell", 1, 10);
        fields.text("escape", 1, 10);
        assertThat(found(fields)).containsExactly("/bell pattern", "/escape pattern");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'2026-11-21'",
                "'2026-11-21T12:00:00'",
                "'2026-11-21T12:00:00+08:00'",
                "'2026-11-31T12:00:00Z'",
                "'2026-11-21T25:00:00Z'",
                "'+12026-11-21T12:00:00Z'",
                "'2026-11-21 12:00:00Z'",
                "1795262400000"
            })
    void a_time_is_rfc_3339_in_utc(String value) {
        Fields fields = of("{'at':" + value + "}");
        fields.instant("at");
        assertThat(found(fields)).containsExactly("/at pattern");
    }

    @Test
    void a_time_has_no_more_than_milliseconds() {
        assertThat(of("{'at':'2026-11-21T12:00:00.123456789Z'}").instant("at"))
                .isEqualTo(Instant.parse("2026-11-21T12:00:00.123Z"));
    }

    @Test
    void lists_are_bounded_and_their_elements_have_places() {
        Fields fields = of("{'many':[{},{},{}],'mixed':[{},7],'none':[],'odd':7,'words':['ok','not ok',1]}");
        fields.objects("many", 1, 2);
        fields.objects("mixed", 1, 2);
        fields.objects("none", 1, 2);
        fields.objects("odd", 1, 2);
        fields.objects("absent", 1, 2);
        assertThat(fields.texts("words", Pattern.compile("[a-z]+"), 5)).containsExactly("ok");
        assertThat(found(fields))
                .containsExactly(
                        "/many length",
                        "/mixed/1 type",
                        "/none length",
                        "/odd type",
                        "/absent required",
                        "/words/1 pattern",
                        "/words/2 pattern");
    }

    @Test
    void other_types_are_named() {
        Fields fields = of("{'text':1,'flag':'true','choice':'medium','pattern':'x y','object':[]}");
        fields.text("text", 1, 9);
        assertThat(fields.flag("flag", true)).isTrue();
        assertThat(fields.choice("choice", Size.class, Size.SMALL)).isEqualTo(Size.SMALL);
        fields.matching("pattern", Pattern.compile("[a-z]+"));
        fields.object("object");
        assertThat(found(fields))
                .containsExactly("/text type", "/flag type", "/choice choice", "/pattern pattern", "/object type");
    }

    @Test
    void a_place_is_escaped_as_rfc_6901_says() {
        assertThat(found(of("{'a/b~c':1}"))).containsExactly("/a~1b~0c unknown");
    }

    @Test
    void a_body_full_of_faults_gets_a_bounded_answer() {
        StringBuilder body = new StringBuilder("{'m0':0");
        for (int i = 1; i < 1_000; i++) {
            body.append(",'m").append(i).append("':0");
        }
        List<Violation> violations = of(body.append("}").toString()).finish();
        assertThat(violations).hasSize(100);
    }

    /** JSON with single quotes, for the eyes. */
    private static Fields of(String json) {
        return Fields.of(Json.readOwn(json.replace('\'', '"')));
    }

    /** Where and what; the words may change. */
    private static List<String> found(Fields fields) {
        return fields.finish().stream()
                .map(violation -> violation.pointer() + " " + violation.code())
                .toList();
    }
}
