package dev.stampede.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.f4b6a3.tsid.TsidFactory;
import dev.stampede.scenario.Batch.Request;
import dev.stampede.scenario.Batch.Window;
import dev.stampede.testing.TestStores;
import io.vertx.redis.client.Command;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every table, told to the scripts in a real Redis and to the model: what is answered and what is stored must be equal. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScenarioIT {
    private final TsidFactory ids = TsidFactory.newInstance1024(0);
    private final RedisShell redis = new RedisShell(TestStores.shared().redisUrl());

    static List<Table> tables() {
        return Stream.of("flash_sale", "group_buy", "bargain")
                .flatMap(kind -> Table.of(kind).stream())
                .toList();
    }

    @AfterAll
    void close() {
        redis.close();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void one_request_a_batch(Table table) {
        same(table, false);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void neighbours_in_one_batch(Table table) {
        same(table, true);
    }

    private void same(Table table, boolean together) {
        Inventory model = new ModelInventory();
        LuaInventory scripts = scripts();
        try {
            List<Story.Answer> expected = new Story(model, together).tell(table);
            List<Story.Answer> told = new Story(scripts, together).tell(table);

            assertThat(told).containsExactlyElementsOf(expected);
            assertThat(scripts.picture()).isEqualTo(model.picture());
        } finally {
            scripts.lose();
        }
    }

    @Test
    void an_entry_carries_the_time_of_its_batch() {
        LuaInventory scripts = scripts();
        scripts.load(Picture.untouched(1, always(5)));
        long before = redis.time();
        scripts.take(batch(request("alice", "r1", 1)));

        assertThat(scripts.newestEntryAt()).isBetween(before, redis.time());
        scripts.lose();
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "10000"})
    void units_that_are_no_small_number_fail_the_batch_and_leave_nothing(int units) {
        LuaInventory scripts = scripts();
        scripts.load(Picture.untouched(1, always(5)));
        Optional<Picture> before = scripts.picture();

        assertThat(catchThrowable(() -> scripts.take(batch(request("alice", "r1", 1), request("bob", "r2", units)))))
                .hasMessageContaining("units " + units);
        assertThat(scripts.picture()).isEqualTo(before);
        scripts.lose();
    }

    @Test
    void an_outbox_that_is_ahead_fails_the_batch_and_leaves_nothing() {
        LuaInventory scripts = scripts();
        scripts.load(Picture.untouched(1, always(5)));
        Picture before = scripts.picture().orElseThrow();
        scripts.take(batch(request("alice", "r1", 1)));
        scripts.forgetAllButOutbox(before);

        assertThat(catchThrowable(() -> scripts.take(batch(request("bob", "r2", 1)))))
                .hasMessageContaining("target stream top item");
        assertThat(scripts.picture().orElseThrow().offers()).isEqualTo(before.offers());
        assertThat(scripts.picture().orElseThrow().requests()).isEmpty();
        scripts.lose();
    }

    @ParameterizedTest
    @CsvSource({"open", "paused", "closed"})
    void times_and_windows_are_half_open_for_both(String gate) throws IOException {
        String shut = text("/lua/include/shut.lua");
        String script = shut + "return shut(ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5]))"
                + " or ''";
        Definition definition = new Definition(1, gate, 1_700_000_000_100L, 1_700_000_000_200L, 1, Map.of());
        for (List<Window> windows : List.of(
                List.<Window>of(),
                List.of(new Window(0, 0)),
                List.of(new Window(1_700_000_000_110L, 1_700_000_000_120L)),
                List.of(new Window(0, 1_700_000_000_101L), new Window(1_700_000_000_199L, 1_700_000_000_300L)))) {
            String list = windows.stream().map(it -> it.from() + "-" + it.to()).collect(Collectors.joining(","));
            for (long now = definition.opensAt() - 2; now < definition.closesAt() + 2; now++) {
                assertThat(Objects.requireNonNull(redis.send(
                                        Command.EVAL,
                                        script,
                                        "0",
                                        gate,
                                        Long.toString(definition.opensAt()),
                                        Long.toString(definition.closesAt()),
                                        list,
                                        Long.toString(now)))
                                .toString())
                        .as("%s at %d in %s", gate, now, list)
                        .isEqualTo(ModelInventory.shut(definition, windows, now));
            }
        }
    }

    private static String text(String resource) throws IOException {
        try (InputStream stream = ScenarioIT.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private LuaInventory scripts() {
        return new LuaInventory(redis, ids.create().toString());
    }

    private static Definition always(long stock) {
        long day = Table.millis("1d");
        return new Definition(1, "open", -day, day, 10, Map.of("tea", stock));
    }

    private static Batch batch(Request... requests) {
        return new Batch("00000000000000aa", 1, 1, 0, Table.millis("1h"), List.of(), List.of(requests));
    }

    private static Request request(String shopper, String key, int units) {
        return new Request(shopper, key, "abcd", "", shopper + key, "tea", units);
    }
}
