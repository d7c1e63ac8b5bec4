package dev.stampede.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What does no I/O, reads no clock, throws no dice and counts in whole numbers. */
class PurityTest {
    private static final Pattern DOES_IO = Pattern.compile("(Redis|Pg|Bus|Jwt).*|.*(Routes|Verticle|Socket)");
    private static final Set<String> WITHOUT_VERTX = Set.of("kind", "kind.*", "money", "json");
    private static final Set<String> WHOLE_NUMBERS =
            Set.of("money", "order", "settlement", "inventory", "kind", "kind.*");
    private static final Set<String> HAS_CLOCK_AND_DICE = Set.of("boot", "Main", "cli", "demo", "embedded");
    private static final Set<String> FRACTIONS = Set.of("double", "float", "java.lang.Double", "java.lang.Float");
    private static final String WITH_ITS_OWN_READER = "a value that takes a reply apart, and sends nothing";
    private static final Map<String, String> EXCEPTIONS = Map.of(
            "dev.stampede.inventory.StockReading -> io.vertx.redis.client.Response", WITH_ITS_OWN_READER,
            "dev.stampede.participation.BatchReply -> io.vertx.redis.client.Response", WITH_ITS_OWN_READER);
    private static final Set<String> CLOCK_AND_DICE = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.Math.random",
            "java.lang.Thread.sleep",
            "java.time.InstantSource.system",
            "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone",
            "java.util.UUID.randomUUID",
            "java.util.Random.<init>",
            "java.util.SplittableRandom.<init>",
            "java.security.SecureRandom.<init>",
            "java.util.concurrent.ThreadLocalRandom.current");

    @Test
    void only_what_says_so_in_its_name_does_io() {
        assertThat(House.classes(room -> !House.PLUMBING.contains(room) && !WITHOUT_VERTX.contains(room))
                        .filter(type ->
                                !DOES_IO.matcher(House.outermostSimple(type)).matches())
                        .flatMap(House::uses)
                        .filter(use -> isVertx(use.getTargetClass()))
                        .filter(use -> !use.getTargetClass().getName().equals("io.vertx.core.Future"))
                        .map(House::line)
                        .distinct())
                .hasSameElementsAs(EXCEPTIONS.keySet());
    }

    @Test
    void rules_money_and_json_know_nothing_of_vertx() {
        assertThat(House.classes(WITHOUT_VERTX::contains)
                        .flatMap(House::uses)
                        .filter(use -> isVertx(use.getTargetClass()))
                        .map(House::line))
                .isEmpty();
    }

    @Test
    void money_and_units_are_whole_numbers() {
        Stream<String> fields = House.classes(WHOLE_NUMBERS::contains)
                .flatMap(type -> type.getFields().stream())
                .filter(field -> isFraction(field.getRawType()))
                .map(field -> field.getFullName());
        Stream<String> methods = House.classes(WHOLE_NUMBERS::contains)
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(PurityTest::hasFraction)
                .map(JavaCodeUnit::getFullName);

        assertThat(Stream.concat(fields, methods)).isEmpty();
    }

    @Test
    void clock_and_dice_are_arguments() {
        assertThat(House.classes(room -> !HAS_CLOCK_AND_DICE.contains(room))
                        .flatMap(type -> type.getCodeUnitAccessesFromSelf().stream())
                        .filter(access -> isClockOrDice(
                                access.getTargetOwner().getName(),
                                access.getTarget().getName(),
                                access.getTarget().getRawParameterTypes().size()))
                        .map(access -> access.getOrigin().getFullName() + " -> "
                                + access.getTarget().getFullName())
                        .distinct())
                .isEmpty();
    }

    @Test
    void the_rules_would_notice() {
        assertThat(List.of("PgOrders", "RedisOutbox", "OrderRoutes", "SettlementVerticle", "FeedSocket"))
                .allMatch(name -> DOES_IO.matcher(name).matches());
        assertThat(List.of("Plan", "Participation", "Compages", "Spgx"))
                .noneMatch(name -> DOES_IO.matcher(name).matches());
        assertThat(isClockOrDice("java.time.Instant", "now", 0)).isTrue();
        assertThat(isClockOrDice("java.time.Instant", "now", 1)).isFalse();
        assertThat(isClockOrDice("java.util.Random", "<init>", 1)).isTrue();
        assertThat(isClockOrDice("java.util.SplittableRandom", "<init>", 0)).isTrue();
        assertThat(isClockOrDice("java.util.SplittableRandom", "<init>", 1)).isFalse();
        assertThat(House.CLASSES.size()).isGreaterThan(50);
    }

    private static boolean isClockOrDice(String owner, String name, int parameters) {
        boolean readsNow = owner.startsWith("java.time.") && name.equals("now") && parameters == 0;
        // Numbers that follow from a seed are no dice.
        boolean isSeeded = owner.equals("java.util.SplittableRandom") && parameters == 1;
        return readsNow || (CLOCK_AND_DICE.contains(owner + "." + name) && !isSeeded);
    }

    private static boolean hasFraction(JavaCodeUnit unit) {
        return isFraction(unit.getRawReturnType())
                || unit.getRawParameterTypes().stream().anyMatch(PurityTest::isFraction);
    }

    private static boolean isFraction(JavaClass type) {
        return FRACTIONS.contains(House.element(type).getName());
    }

    private static boolean isVertx(JavaClass type) {
        return House.element(type).getPackageName().startsWith("io.vertx.");
    }
}
