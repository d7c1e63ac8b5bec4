package dev.stampede.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "\"text\"",
                "[]",
                "{",
                "{}}",
                "{} {}",
                "{} x",
                "{\"a\":1,}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":{\"b\":1,\"b\":1}}",
                "{\"a\":1,\"\\u0061\":2}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":0x10}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":1}//",
                "{/**/\"a\":1}",
                "\uFEFF{}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\\ud800\"}",
                "{\"a\":\"\\udc00\\ud800\"}",
                "{\"\\ud800\":1}",
                "{\"a\":[{\"b\":\"\\udfff\"}]}",
                "{\"a\":\"\\u0000\"}",
                "{\"a\":\"\\uffff\"}",
                "{\"a\":\"\uFDD0\"}",
                "{\"a\":\"\\ud83f\\udffe\"}",
            })
    void what_is_not_one_object_of_i_json_is_malformed(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(MalformedJson.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " {\r\n\t} ",
                "{\"a\":\"\\ud83d\\ude00\"}",
                "{\"a\":\"😀 é 抢\"}",
                "{\"a\":\"\\u62a2\"}",
                "{\"a\":null,\"b\":[true,false,{}],\"c\":-0.5e3}"
            })
    void one_object_of_i_json_is_read(String text) throws MalformedJson {
        assertThat(parse(text)).isNotNull();
    }

    @Test
    void sixteen_levels_are_deep_enough() throws MalformedJson {
        assertThat(Json.parseObject(nested(16))).isNotNull();
        assertThatThrownBy(() -> Json.parseObject(nested(17))).isInstanceOf(MalformedJson.class);
    }

    @Test
    void bytes_that_are_not_utf_8_are_malformed() {
        byte[] lone = {'{', '"', 'a', '"', ':', '"', (byte) 0xff, '"', '}'};
        byte[] overlong = {'{', '"', (byte) 0xc0, (byte) 0x80, '"', ':', '1', '}'};
        byte[] surrogate = {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'};
        for (byte[] bytes : new byte[][] {lone, overlong, surrogate, "{}".getBytes(StandardCharsets.UTF_16)}) {
            assertThatThrownBy(() -> Json.parseObject(bytes)).isInstanceOf(MalformedJson.class);
        }
    }

    @Test
    void the_complaint_is_one_short_line() {
        assertThatThrownBy(() -> parse("{\"a\":" + "x".repeat(5_000) + "}"))
                .isInstanceOf(MalformedJson.class)
                .satisfies(failure ->
                        assertThat(failure.getMessage()).hasSizeLessThan(300).doesNotContain("\n"));
    }

    @Test
    void a_number_of_absurd_length_is_malformed_and_costs_nothing() {
        assertThatThrownBy(() -> parse("{\"a\":" + "9".repeat(4_000) + "}")).isInstanceOf(MalformedJson.class);
    }

    @Test
    void what_is_written_is_compact_and_can_be_read_again() throws MalformedJson {
        String text = "{\"a\":[1,\"抢\"]}";
        assertThat(Json.write(parse(text))).isEqualTo(text);
        assertThat(Json.readOwn(text)).isEqualTo(parse(text));
    }

    private static ObjectNode parse(String text) throws MalformedJson {
        return Json.parseObject(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] nested(int depth) {
        String inner = "[".repeat(depth - 1) + "]".repeat(depth - 1);
        return ("{\"a\":" + inner + "}").getBytes(StandardCharsets.UTF_8);
    }
}
