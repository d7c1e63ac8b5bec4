package dev.stampede.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverdueTest {
    private final Overdue overdue = new Overdue(Duration.ofSeconds(2));
    private final List<String> givenUp = new ArrayList<>();

    private final class Request extends Overdue.Waiting {
        private final String name;
        private boolean isWaiting = true;

        Request(String name) {
            this.name = name;
        }

        @Override
        boolean isWaiting() {
            return isWaiting;
        }

        @Override
        void giveUp() {
            givenUp.add(name);
            overdue.remove(this);
        }
    }

    @Test
    void who_waits_for_too_long_is_given_up_once_and_the_oldest_first() {
        Request answered = new Request("answered");
        overdue.add(new Request("first"));
        overdue.add(answered);
        overdue.add(new Request("third"));
        overdue.look();
        overdue.add(new Request("later"));
        overdue.remove(answered);
        overdue.remove(answered);

        overdue.look();
        assertThat(givenUp).isEmpty();
        overdue.look();
        assertThat(givenUp).containsExactly("first", "third");
        overdue.look();
        overdue.look();
        assertThat(givenUp).containsExactly("first", "third", "later");
    }

    @Test
    void a_socket_may_be_as_old_as_it_likes() {
        Request socket = new Request("socket");
        overdue.add(socket);
        socket.isWaiting = false;
        for (int i = 0; i < 5; i++) {
            overdue.look();
        }
        assertThat(givenUp).isEmpty();
    }
}
