package dev.stampede.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NameTest {
    @Test
    void a_name_is_what_its_rule_says() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Pattern rule = Pattern.compile(Name.rule(1));
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(4); length > 0; length--) {
                text.append((char) random.nextInt(0x180));
            }
            assertThat(Name.isName(text.toString()))
                    .as("seed %d, text %s", seed, text)
                    .isEqualTo(rule.matcher(text).matches());
        }
    }

    @Test
    void a_name_has_at_most_64_characters_and_as_many_as_are_asked_for() {
        assertThat(Name.isName("a".repeat(64))).isTrue();
        assertThat(Name.isName("a".repeat(65))).isFalse();
        assertThat(Name.isName("a".repeat(7), 8)).isFalse();
        assertThat(Name.isName("a".repeat(8), 8)).isTrue();
        assertThat("a".repeat(65)).doesNotMatch(Name.rule(1));
        assertThat("a".repeat(64)).matches(Name.rule(8));
    }
}
