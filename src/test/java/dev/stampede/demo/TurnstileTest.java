package dev.stampede.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnstileTest {
    private final Turnstile turnstile = new Turnstile(2);
    private final List<String> begun = new ArrayList<>();

    @Test
    void no_more_than_allowed_are_inside_and_the_urgent_go_first() {
        Promise<String> first = enter("first", false);
        Promise<String> second = enter("second", false);
        enter("third", false);
        enter("payment", true);
        assertThat(begun).containsExactly("first", "second");
        first.complete("done");
        assertThat(begun).containsExactly("first", "second", "payment");
        second.fail("broken");
        assertThat(begun).containsExactly("first", "second", "payment", "third");
    }

    @Test
    void the_answer_is_that_of_the_work() {
        assertThat(turnstile.pass(false, () -> Future.succeededFuture("done")).result())
                .isEqualTo("done");
        assertThat(turnstile.pass(true, () -> Future.failedFuture("broken")).failed())
                .isTrue();
    }

    private Promise<String> enter(String name, boolean isUrgent) {
        Promise<String> work = Promise.promise();
        turnstile.pass(isUrgent, () -> {
            begun.add(name);
            return work.future();
        });
        return work;
    }
}
