package dev.stampede.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessagesTest {
    private static final Path FOLDER = Path.of("src/main/resources/messages");
    private static final Pattern REFUSED =
            Pattern.compile("(?:(?:Refusal|Problem)\\.of|new Problem)\\(\\s*\\w+,\\s*\"([A-Z_]+)\"");
    private static final Set<String> CONTRACT = Set.of(
            "MALFORMED INVALID UNAUTHENTICATED FORBIDDEN UNKNOWN_CAMPAIGN UNKNOWN_ORDER UNKNOWN_FORMATION UNKNOWN_ACTION",
            "NOT_FOUND NOT_STARTED ENDED PAUSED SOLD_OUT LIMIT_REACHED UNKNOWN_OFFER WRONG_STATE ORDER_PENDING",
            "PRECONDITION_FAILED PRECONDITION_REQUIRED IDEMPOTENCY_MISMATCH AMOUNT_MISMATCH TOO_FAST BUSY STORE_DOWN",
            "FENCED DRAINING OUTCOME_UNKNOWN INTERNAL");

    private final Messages messages = new Messages(kinds());

    @ParameterizedTest
    @EnumSource(Language.class)
    void every_code_of_the_contract_has_its_texts(Language language) {
        for (String code : String.join(" ", CONTRACT).split(" ")) {
            assertThat(messages.find(code, 409, language)).as(code).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void every_code_in_the_sources_has_its_texts(Language language) throws IOException {
        for (String code : codesInSources()) {
            assertThat(messages.find(code, 409, language)).as(code).isPresent();
        }
    }

    @Test
    void both_languages_have_the_same_keys() {
        assertThat(messages.keys(Language.EN)).isEqualTo(messages.keys(Language.ZH));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void every_title_has_its_detail(Language language) {
        Set<String> keys = messages.keys(language);
        for (String key : keys) {
            assertThat(keys).contains(key.replace(".title", ".detail")).contains(key.replace(".detail", ".title"));
        }
    }

    @Test
    void the_files_are_read_as_utf_8() {
        assertThat(messages.find("SOLD_OUT", 409, Language.ZH))
                .hasValueSatisfying(text -> assertThat(text.title()).isEqualTo("已售罄"));
    }

    @Test
    void a_status_may_have_words_of_its_own() {
        assertThat(messages.find("MALFORMED", 413, Language.EN))
                .isNotEqualTo(messages.find("MALFORMED", 400, Language.EN));
        assertThat(messages.find("NO_SUCH_CODE", 409, Language.EN)).isEmpty();
    }

    @Test
    void a_kind_without_its_file_is_loud() {
        assertThatThrownBy(() -> new Messages(List.of("no_such_kind"))).hasMessageContaining("no_such_kind_zh");
    }

    private static Set<String> codesInSources() throws IOException {
        Set<String> codes = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                REFUSED.matcher(Files.readString(file))
                        .results()
                        .map(MatchResult::group)
                        .forEach(codes::add);
            }
        }
        assertThat(codes).isNotEmpty();
        return codes.stream()
                .map(match -> match.substring(match.indexOf('"') + 1, match.length() - 1))
                .collect(Collectors.toSet());
    }

    private static List<String> kinds() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("_zh.properties") && !name.startsWith("messages_"))
                    .map(name -> name.replace("_zh.properties", ""))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
