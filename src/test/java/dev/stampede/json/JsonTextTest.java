package dev.stampede.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    @Test
    void members_stand_in_the_order_in_which_they_were_put() {
        ObjectNode tree = Json.object().put("a", "x").put("b", 2);
        tree.putArray("c").add(1).add(true);
        tree.putObject("d").put("e", "y").putNull("f");
        String text = new JsonText()
                .put("text", "t")
                .put("number", Long.MIN_VALUE)
                .put("flag", true)
                .set("tree", tree)
                .list("none", List.of())
                .list("two", List.of("{}", new JsonText().put("n", 1).end()))
                .raw("raw", "[3]")
                .end();
        assertThat(text)
                .isEqualTo("{\"text\":\"t\",\"number\":-9223372036854775808,\"flag\":true,"
                        + "\"tree\":{\"a\":\"x\",\"b\":2,\"c\":[1,true],\"d\":{\"e\":\"y\",\"f\":null}},"
                        + "\"none\":[],\"two\":[{},{\"n\":1}],\"raw\":[3]}");
        assertThat(new JsonText().end()).isEqualTo("{}");
    }

    @Test
    void every_text_is_read_back_as_it_was() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            String text = random.ints(random.nextInt(12), 0, 0x300)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            ObjectNode read = Json.readOwn(new JsonText().put(text, text).end());
            assertThat(read.path(text).textValue()).as("seed %d", seed).isEqualTo(text);
        }
        assertThat(Json.readOwn(new JsonText().put("t", "秒杀 \uD83D\uDE00").end())
                        .path("t")
                        .textValue())
                .isEqualTo("秒杀 \uD83D\uDE00");
    }
}
