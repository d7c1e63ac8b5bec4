package dev.stampede.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who may see whom. A room that is not in the table has to be put there first. */
class RoomsTest {
    private static final String ALL = "*";
    private static final Map<String, Set<String>> MAY_SEE = maySee();

    /** A room that the design did not allow to be seen, and why it is right that it is. */
    private record Adjustment(String from, String to, String why) {}

    private static final List<Adjustment> ADJUSTMENTS = List.of(
            new Adjustment("participation", "identity", "its routes ask who is calling"),
            new Adjustment(
                    "audit", "kind", "counts the outcomes of entries that are not settled yet, and draws cuts again"));

    private static Map<String, Set<String>> maySee() {
        Map<String, Set<String>> table = new TreeMap<>();
        for (String lowest : List.of("money", "json", "redis", "postgres", "embedded", "cluster")) {
            table.put(lowest, Set.of());
        }
        table.put("http", Set.of("json"));
        table.put("telemetry", Set.of("http", "json"));
        table.put("identity", Set.of("json", "http"));
        table.put("campaign", Set.of("money", "identity", "json", "http", "postgres"));
        table.put("kind", Set.of("money", "json", "campaign", "identity"));
        table.put("kind.*", Set.of("kind", "money", "json", "campaign", "identity"));
        table.put("inventory", Set.of("campaign", "kind", "money", "json", "redis"));
        table.put("order", Set.of("money", "identity", "json", "campaign", "http", "postgres"));
        table.put("formation", Set.of("kind", "order", "campaign", "money", "identity", "json", "http", "postgres"));
        table.put(
                "settlement",
                Set.of("kind", "order", "formation", "inventory", "campaign", "money", "json", "redis", "postgres"));
        table.put("participation", with(table.get("settlement"), "settlement", "http", "telemetry"));
        table.put("schedule", Set.of("campaign", "inventory", "order", "formation", "settlement", "redis", "postgres"));
        table.put("audit", with(table.get("campaign"), "campaign", "inventory", "order", "settlement", "redis"));
        table.put("report", Set.of("campaign", "order", "money", "json", "identity", "http", "postgres"));
        table.put("push", Set.of("identity", "json", "http", "postgres"));
        table.put("feed", Set.of("push", "campaign", "order", "formation", "identity", "json", "http", "postgres"));
        table.put("boot", Set.of(ALL));
        table.put("cli", Set.of(ALL));
        table.put("demo", Set.of(ALL));
        table.put("Main", Set.of(ALL));
        return table;
    }

    @Test
    void every_room_sees_only_what_the_table_allows() {
        assertThat(uses().filter(use -> !isAllowed(use)).map(House::line).distinct())
                .isEmpty();
    }

    @Test
    void every_room_is_in_the_table() {
        assertThat(MAY_SEE.keySet())
                .containsAll(House.CLASSES.stream().map(House::room).distinct().toList());
    }

    @Test
    void the_table_itself_has_no_circle() {
        Map<String, Set<String>> left = new TreeMap<>();
        MAY_SEE.forEach((room, seen) -> left.put(room, new HashSet<>(seen)));
        boolean found = true;
        while (found) {
            found = left.entrySet().removeIf(room -> isLowest(room.getValue(), left.keySet()));
        }
        assertThat(left.keySet()).isEmpty();
    }

    @Test
    void rooms_are_free_of_circles() {
        slices().matching(House.ROOT + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(House.CLASSES);
    }

    @Test
    void where_things_are_put_together_is_seen_by_nobody_else() {
        Set<String> doors = Set.of("boot", "cli", "demo", "Main");
        assertThat(uses().filter(use -> doors.contains(House.room(use.getTargetClass())))
                        .filter(use -> !doors.contains(House.room(use.getOriginClass())))
                        .map(House::line))
                .isEmpty();
    }

    @Test
    void a_bank_that_misbehaves_is_made_by_the_demo_alone() {
        assertThat(uses().filter(use -> use.getTargetClass().getSimpleName().startsWith("Unruly"))
                        .filter(use -> !use.getOriginClass().getFullName().startsWith(House.ROOT + ".boot.LocalDemo"))
                        .map(House::line))
                .isEmpty();
    }

    @Test
    void participation_speaks_http_in_its_routes_only() {
        Set<String> edges = Set.of("http", "telemetry");
        assertThat(uses().filter(use -> House.room(use.getOriginClass()).equals("participation"))
                        .filter(use -> edges.contains(House.room(use.getTargetClass())))
                        .filter(use ->
                                !House.outermostSimple(use.getOriginClass()).endsWith("Routes"))
                        .map(House::line))
                .isEmpty();
    }

    @Test
    void every_adjustment_is_still_needed() {
        Set<String> rooms = House.CLASSES.stream().map(House::room).collect(Collectors.toSet());
        Set<String> used = uses().map(RoomsTest::rooms).collect(Collectors.toSet());
        assertThat(ADJUSTMENTS.stream()
                        .filter(it -> rooms.contains(it.from()))
                        .filter(it -> !used.contains(it.from() + " -> " + it.to())
                                || it.why().isEmpty()))
                .isEmpty();
    }

    private static Stream<Dependency> uses() {
        return House.CLASSES.stream()
                .flatMap(House::uses)
                .filter(use -> House.isOurs(use.getTargetClass()))
                .filter(use -> !House.room(use.getOriginClass()).equals(House.room(use.getTargetClass())));
    }

    private static boolean isAllowed(Dependency use) {
        Set<String> seen = MAY_SEE.getOrDefault(House.room(use.getOriginClass()), Set.of());
        return seen.contains(ALL)
                || seen.contains(House.room(use.getTargetClass()))
                || ADJUSTMENTS.stream().anyMatch(it -> rooms(use).equals(it.from() + " -> " + it.to()));
    }

    private static String rooms(Dependency use) {
        return House.room(use.getOriginClass()) + " -> " + House.room(use.getTargetClass());
    }

    private static boolean isLowest(Set<String> seen, Set<String> left) {
        return seen.contains(ALL) || seen.stream().noneMatch(left::contains);
    }

    private static Set<String> with(@Nullable Set<String> some, String... more) {
        Set<String> all = new HashSet<>(Set.of(more));
        if (some != null) {
            all.addAll(some);
        }
        return all;
    }
}
