package dev.stampede.postgres;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.testing.TestDatabase;
import dev.stampede.testing.TestLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who shares a read, while the one before has no answer yet. */
class SharedReadsIT {
    private static final int MOST_WAITING = 10;
    private static final int MOST_AT_ONCE = 4;

    private final Vertx vertx = TestDatabase.shared().vertx();
    private final TestLoop loop = new TestLoop(vertx);
    private final List<Set<Integer>> reads = new ArrayList<>();
    private final Deque<Promise<Map<Integer, String>>> unanswered = new ArrayDeque<>();
    private final SharedReads<Integer, String> shared =
            loop.run(() -> new SharedReads<>(vertx, MOST_WAITING, MOST_AT_ONCE, this::read));

    @Test
    void who_asks_while_a_read_is_under_way_shares_the_next_one() {
        List<Future<Optional<String>>> asked = ask(0, 1, 2, 1, 3, 4);
        assertThat(reads()).containsExactly(Set.of(0));
        answer(Map.of(0, "none"));
        assertThat(reads()).containsExactly(Set.of(0), Set.of(1, 2, 3));
        answer(Map.of(1, "one", 3, "three"));
        assertThat(reads()).containsExactly(Set.of(0), Set.of(1, 2, 3), Set.of(4));
        answer(Map.of(4, "four"));
        assertThat(get(Future.all(asked)).<Optional<String>>list())
                .containsExactly(
                        Optional.of("none"),
                        Optional.of("one"),
                        Optional.empty(),
                        Optional.of("one"),
                        Optional.of("three"),
                        Optional.of("four"));
    }

    @Test
    void a_read_that_fails_fails_for_its_own_and_the_next_one_follows() {
        List<Future<Optional<String>>> asked = ask(0, 1);
        loop.run(() -> unanswered.remove().tryFail("Postgres is down"));
        settle();
        answer(Map.of(1, "one"));
        assertThat(get(asked.get(1))).hasValue("one");
        assertThat(asked.get(0).cause()).hasMessage("Postgres is down");
    }

    @Test
    void a_read_without_an_end_does_not_hold_the_next_one() {
        Future<Map<Integer, String>> endless =
                Promise.<Map<Integer, String>>promise().future();
        Future<Map<Integer, String>> one = Future.succeededFuture(Map.of(1, "one"));
        SharedReads<Integer, String> impatient = loop.run(() ->
                new SharedReads<>(vertx, MOST_WAITING, MOST_AT_ONCE, keys -> keys.contains(0) ? endless : one, 50));
        Future<Optional<String>> lost = impatient.find(0);
        assertThat(get(impatient.find(1))).hasValue("one");
        assertThat(lost.cause()).isInstanceOf(TimeoutException.class);
    }

    @Test
    void who_finds_too_many_waiting_is_told_at_once() {
        List<Future<Optional<String>>> asked =
                ask(IntStream.rangeClosed(0, MOST_WAITING + 1).toArray());
        assertThat(asked.get(MOST_WAITING + 1).cause()).hasMessage("too many wait for a read");
        assertThat(asked.subList(0, MOST_WAITING + 1)).noneMatch(Future::isComplete);
    }

    private List<Future<Optional<String>>> ask(int... keys) {
        List<Future<Optional<String>>> asked =
                IntStream.of(keys).mapToObj(shared::find).toList();
        settle();
        return asked;
    }

    private List<Set<Integer>> reads() {
        return loop.run(() -> List.copyOf(reads));
    }

    private void answer(Map<Integer, String> found) {
        loop.run(() -> unanswered.remove().tryComplete(found));
        settle();
    }

    /** Lets the turns pass that were asked for. */
    private void settle() {
        loop.run(() -> reads);
    }

    private Future<Map<Integer, String>> read(Set<Integer> keys) {
        reads.add(keys);
        Promise<Map<Integer, String>> answer = Promise.promise();
        unanswered.add(answer);
        return answer.future();
    }
}
