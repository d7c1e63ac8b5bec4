package dev.stampede.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.boot.NodeUnderTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/CODES.md} is made of the texts that shoppers get and the statuses of the contract. */
class CodesDocTest {
    private static final Path PAGE = Path.of("docs", "CODES.md");
    private static final Path TEXTS = Path.of("src", "main", "resources", "messages");
    private static final String REGENERATE = "mvn -q -B test -Dtest=CodesDocTest -Dcodes.write=true";
    private static final String HEAD = """
            # Codes

            Every answer of 400 and above has a `code`. `detail` may be shown to a shopper: Chinese unless `Accept-Language` prefers
            English. Codes are stable, texts are not. What to do on each: `CLIENTS.md`.

            Made from `src/main/resources/messages` and `openapi.yaml` by `CodesDocTest`; do not edit. To make it
            again: `%s`

            | code | status | 中文 | English |
            |---|---|---|---|
            """.formatted(REGENERATE);

    /** What no operation lists for itself, since any request may get it. */
    private static final Map<String, Set<String>> ANYWHERE = Map.of(
            "MALFORMED", Set.of("400", "405", "413", "414", "415", "431"),
            "NOT_FOUND", Set.of("404"),
            "INTERNAL", Set.of("500"));

    @Test
    void the_page_is_up_to_date() throws IOException {
        String page = page();
        if (Boolean.getBoolean("codes.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                .as("%s is stale; make it again with: %s", PAGE, REGENERATE)
                .isEqualTo(page);
    }

    private static String page() throws IOException {
        Properties chinese = texts("zh");
        Properties english = texts("en");
        Map<String, Set<String>> statuses = statuses();
        StringBuilder page = new StringBuilder(HEAD);
        for (String code : codes(english)) {
            String status = String.join(" ", statuses.getOrDefault(code, Set.of("reserved")));
            page.append("| `%s` | %s | %s | %s |\n".formatted(code, status, text(chinese, code), text(english, code)));
        }
        return page.toString();
    }

    private static Set<String> codes(Properties texts) {
        return texts.stringPropertyNames().stream()
                .map(key -> key.substring(0, key.indexOf('.')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(Properties texts, String code) {
        return texts.getProperty(code + ".title") + ": " + texts.getProperty(code + ".detail");
    }

    private static Properties texts(String language) throws IOException {
        List<String> names = new ArrayList<>(NodeUnderTest.kinds());
        names.add(0, "messages");
        Properties all = new Properties();
        for (String name : names) {
            try (Reader reader = Files.newBufferedReader(TEXTS.resolve(name + "_" + language + ".properties"))) {
                all.load(reader);
            }
        }
        return all;
    }

    /** The statuses with which the contract tells each code. */
    private static Map<String, Set<String>> statuses() {
        Map<String, Set<String>> statuses = new TreeMap<>();
        ANYWHERE.forEach((code, some) -> statuses.put(code, new TreeSet<>(some)));
        JsonObject document = Contract.shipped().document();
        collect(document.getJsonObject("paths"), statuses);
        collect(document.getJsonObject("components").getJsonObject("responses"), statuses);
        return statuses;
    }

    private static void collect(Object node, Map<String, Set<String>> statuses) {
        if (node instanceof JsonObject object) {
            if (object.getValue("status") instanceof JsonObject status
                    && object.getValue("code") instanceof JsonObject code
                    && status.containsKey("const")
                    && code.containsKey("enum")) {
                code.getJsonArray("enum")
                        .forEach(word -> statuses.computeIfAbsent((String) word, name -> new TreeSet<>())
                                .add(String.valueOf(status.getValue("const"))));
            }
            object.forEach(member -> collect(member.getValue(), statuses));
        } else if (node instanceof JsonArray array) {
            array.forEach(element -> collect(element, statuses));
        }
    }
}
