package dev.stampede.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                   | ZH",
                "''                                 | ZH",
                "en                                 | EN",
                "EN-gb                              | EN",
                "en-US,en;q=0.9,zh;q=0.8            | EN",
                "zh-CN,zh;q=0.9,en;q=0.8            | ZH",
                "fr-CH, fr;q=0.9, en;q=0.8, *;q=0.5 | EN",
                "en;q=0.1, zh-Hans ; q=0.9          | ZH",
                "zh;q=0, en;q=0.001                 | EN",
                "en;q=0                             | ZH",
                "fr                                 | ZH",
                "*                                  | ZH",
                "english                            | ZH",
                "en;q=nonsense                      | ZH",
                ";;,,=                              | ZH",
            })
    void the_most_wanted_language_that_is_spoken_here_wins(@Nullable String header, Language language) {
        assertThat(Language.preferred(header)).isEqualTo(language);
    }
}
