package dev.stampede.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A kind is a plug-in: it can be added and taken away without a change anywhere else. */
class KindsAreIslandsTest {
    private static final String KINDS = House.ROOT + ".kind.";
    private static final Set<String> PURE_ROOMS = Set.of("kind", "money", "json");
    private static final Pattern WORDS_OF_A_KIND = Pattern.compile("flash_sale|purchase|group_buy|bargain");
    /** Also within an identifier: {@code teamSize}, {@code join_team}, {@code TEAM_FULL}. */
    private static final Pattern WORDS_OF_FORMATIONS = Pattern.compile("(?<![a-z])(?:teams?|chains?|bargains?)(?![a-z])"
            + "|[a-z](?:Teams?|Chains?|Bargains?)(?![a-z])"
            + "|(?<![a-zA-Z])(?:Teams?|Chains?|Bargains?)(?![a-z])"
            + "|(?<![A-Z])(?:TEAM|CHAIN|BARGAIN)S?(?![A-Z])"
            + "|(?i:group.?buy)");

    private static final List<String> NEUTRAL_ROOMS =
            List.of("http", "settlement", "order", "feed", "push", "inventory", "participation", "formation");
    private static final List<String> MAY_NAME_A_KIND = List.of("kind", "boot", "cli", "demo");

    @Test
    void nobody_but_boot_sees_a_kind() {
        assertThat(House.CLASSES.stream()
                        .filter(type -> !House.room(type).equals("boot"))
                        .flatMap(House::uses)
                        .filter(use -> isKind(use.getTargetClass()))
                        .filter(use -> !island(use.getOriginClass()).equals(island(use.getTargetClass())))
                        .map(House::line))
                .isEmpty();
    }

    @Test
    void a_kind_sees_only_pure_values() {
        assertThat(House.CLASSES.stream()
                        .filter(KindsAreIslandsTest::isKind)
                        .flatMap(House::uses)
                        .filter(use -> !isPure(use))
                        .map(House::line))
                .isEmpty();
    }

    @Test
    void no_kind_sees_another() {
        assertThat(House.CLASSES.stream()
                        .filter(KindsAreIslandsTest::isKind)
                        .flatMap(House::uses)
                        .filter(use -> isKind(use.getTargetClass()))
                        .filter(use -> !island(use.getOriginClass()).equals(island(use.getTargetClass())))
                        .map(House::line))
                .isEmpty();
    }

    @Test
    void the_kernel_speaks_of_formations_and_neither_of_teams_nor_of_chains() {
        Stream<Path> java = NEUTRAL_ROOMS.stream()
                .flatMap(room -> Sources.files(Sources.MAIN.resolve("dev/stampede/" + room), ".java").stream());
        Stream<Path> lua = Stream.of("include", "inventory")
                .flatMap(folder -> Sources.files(Sources.LUA.resolve(folder), ".lua").stream());
        assertThat(Stream.concat(java, lua).flatMap(file -> WORDS_OF_FORMATIONS
                        .matcher(Sources.read(file))
                        .results()
                        .map(found -> file + ": " + found.group())))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a team", "Teams", "joinTeam", "join_team", "TEAM_FULL", "of chains", "ChainRules", "groupBuy"})
    void a_word_of_a_kind_is_found_in_whatever_spelling(String text) {
        assertThat(WORDS_OF_FORMATIONS.matcher(text).find()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"steam", "unchained", "toolchain", "STEAM", "Teammate"})
    void a_word_that_only_holds_one_is_not(String text) {
        assertThat(WORDS_OF_FORMATIONS.matcher(text).find()).isFalse();
    }

    @Test
    void nobody_else_calls_a_kind_or_its_actions_by_name() {
        Stream<Path> others = Sources.files(Sources.MAIN, ".java").stream().filter(file -> MAY_NAME_A_KIND.stream()
                .noneMatch(room ->
                        file.startsWith(Sources.MAIN.resolve("dev/stampede/" + room + "/")) && !isContract(file)));
        assertThat(others.filter(file ->
                        WORDS_OF_A_KIND.matcher(Sources.withoutComments(file)).find()))
                .isEmpty();
    }

    /** The contract in the room above the kinds knows none of them either. */
    private static boolean isContract(Path file) {
        return Sources.folder(file).endsWith(Path.of("stampede", "kind"));
    }

    private static boolean isPure(Dependency use) {
        JavaClass target = House.element(use.getTargetClass());
        String name = target.getPackageName();
        if (!House.isOurs(target)) {
            return target.isPrimitive()
                    || name.startsWith("java.")
                    || name.startsWith("org.jspecify.")
                    || name.equals("com.fasterxml.jackson.databind.node")
                    || target.getName().equals("com.fasterxml.jackson.databind.JsonNode");
        }
        String room = House.room(target);
        return PURE_ROOMS.contains(room)
                || island(target).equals(island(use.getOriginClass()))
                || (room.equals("campaign") && (target.isRecord() || target.isEnum()));
    }

    private static boolean isKind(JavaClass type) {
        return House.element(type).getPackageName().startsWith(KINDS);
    }

    private static String island(JavaClass type) {
        return House.element(type).getPackageName();
    }
}
