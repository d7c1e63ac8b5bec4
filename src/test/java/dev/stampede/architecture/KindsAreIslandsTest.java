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

/** A kind is a plug-in: it can be added and taken away without a change anywhere else. */
class KindsAreIslandsTest {
    private static final String KINDS = House.ROOT + ".kind.";
    private static final Set<String> PURE_ROOMS = Set.of("kind", "money", "json");
    private static final Pattern WORDS_OF_A_KIND = Pattern.compile("flash_sale|purchase|group_buy|bargain");
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
