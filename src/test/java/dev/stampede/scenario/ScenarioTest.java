package dev.stampede.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.scenario.Batch.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every table, told to the model. */
class ScenarioTest {
    static List<Table> tables() {
        return Stream.of("flash_sale", "group_buy", "bargain")
                .flatMap(kind -> Table.of(kind).stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void the_model_tells_every_story_alone_and_together(Table table) {
        Inventory alone = new ModelInventory();
        Inventory together = new ModelInventory();

        List<Story.Answer> one = new Story(alone, false).tell(table);
        List<Story.Answer> other = new Story(together, true).tell(table);

        assertThat(other.stream().map(Story.Answer::bareWord))
                .containsExactlyElementsOf(
                        one.stream().map(Story.Answer::bareWord).toList());
        assertThat(together.picture().map(Picture::withoutBatches))
                .isEqualTo(alone.picture().map(Picture::withoutBatches));
    }

    @Test
    void the_tables_use_every_word_that_the_scripts_know() {
        Set<String> used = new HashSet<>();
        tables().forEach(table -> table.lines().forEach(line -> used.add(line.expected())));

        assertThat(used)
                .contains("OK", "MISSING", "FENCED", "STALE_GENERATION", "ROLLED_BACK", "TOO_LATE", "STALE_SNAPSHOT")
                .contains("REPLAY", "IDEMPOTENCY_MISMATCH", "NOT_STARTED", "ENDED", "PAUSED", "OUTSIDE", "FORBIDDEN")
                .contains("LIMIT_REACHED", "UNKNOWN_OFFER", "SOLD_OUT", "OLDER");
    }

    /** But one that only an include could say: the offer of a formation exists, and an assist asks no limit of its helper. */
    @ParameterizedTest
    @CsvSource({
        "flash_sale,purchase,none",
        "group_buy,open_team,none",
        "group_buy,join_team,UNKNOWN_OFFER",
        "bargain,start_chain,none",
        "bargain,assist,UNKNOWN_OFFER LIMIT_REACHED",
        "bargain,claim,UNKNOWN_OFFER"
    })
    void the_tables_of_a_kind_use_every_word_of_its_scripts(String kind, String action, String unheard)
            throws IOException {
        String header = Files.readString(Path.of("src", "main", "resources", "lua", kind, action + ".lua"))
                .replaceAll("\n--   ", " ");
        Matcher words = Pattern.compile("(?m)^-- WORDS (.*)$").matcher(header);
        assertThat(words.find()).isTrue();
        Set<String> used = new HashSet<>(List.of(unheard.split(" ", -1)));
        Table.of(kind).forEach(table -> table.lines().stream()
                .filter(line -> line.verb().equals(action))
                .forEach(line -> used.add(line.expected())));

        assertThat(used).contains(words.group(1).split(",\\s*"));
    }

    @Test
    void times_and_windows_are_half_open() {
        Definition definition = new Definition(1, "open", 10, 20, 1, Map.of());
        List<String> words = new ArrayList<>();
        for (long now : new long[] {9, 10, 11, 12, 13, 19, 20}) {
            words.add(ModelInventory.shut(definition, List.of(new Window(11, 13)), now));
        }
        assertThat(words).containsExactly("NOT_STARTED", "OUTSIDE", "", "", "OUTSIDE", "OUTSIDE", "ENDED");
    }
}
