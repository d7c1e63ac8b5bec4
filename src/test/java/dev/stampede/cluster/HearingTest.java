package dev.stampede.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class HearingTest {
    private static final long SECOND = 1_000;

    private final Hearing hearing = new Hearing("a", 0);
    private long now;

    /** Lets seconds go by in which these are heard, each with the others that it hears. */
    private void seconds(int count, Set<String> listed, Heartbeat... heard) {
        for (int i = 0; i < count; i++) {
            now += SECOND;
            for (Heartbeat one : heard) {
                hearing.heard(one, now);
            }
            hearing.look(listed, now);
        }
    }

    private static Heartbeat of(String node, String... hears) {
        return new Heartbeat(node, Set.of(hears));
    }

    @Test
    void a_node_that_hears_all_is_not_deaf() {
        seconds(60, Set.of("b", "c"), of("a"), of("b", "a", "c"), of("c", "a", "b"));
        assertThat(hearing.isDeaf()).isFalse();
        assertThat(hearing.heard()).containsExactlyInAnyOrder("b", "c");
    }

    @Test
    void one_who_has_just_come_is_not_said_to_be_heard() {
        seconds(5, Set.of("b", "c"), of("a"), of("b", "a"));
        assertThat(hearing.heard()).containsExactly("b");
        assertThat(hearing.audible()).containsExactlyInAnyOrder("b", "c");
    }

    @Test
    void a_node_alone_hears_itself() {
        seconds(60, Set.of(), of("a"));
        assertThat(hearing.isDeaf()).isFalse();
        seconds(12, Set.of());
        assertThat(hearing.isDeaf()).isFalse();
        seconds(1, Set.of());
        assertThat(hearing.isDeaf()).isTrue();
    }

    @Test
    void a_node_that_hears_none_of_the_others_is_deaf_and_hears_again() {
        seconds(12, Set.of("b", "c"), of("a"));
        assertThat(hearing.isDeaf()).isFalse();
        seconds(2, Set.of("b", "c"), of("a"));
        assertThat(hearing.isDeaf()).isTrue();
        seconds(1, Set.of("b", "c"), of("a"), of("b", "a"));
        assertThat(hearing.isDeaf()).isFalse();
    }

    @Test
    void of_two_the_sound_one_does_not_blame_itself_for_the_other() {
        seconds(60, Set.of("b"), of("a"));
        assertThat(hearing.isDeaf()).isFalse();
        assertThat(hearing.misses()).isTrue();
    }

    @Test
    void one_whom_nobody_hears_is_itself_to_blame() {
        seconds(60, Set.of("b", "c"), of("a"), of("b", "a"));
        assertThat(hearing.isDeaf()).isFalse();
        assertThat(hearing.audible()).containsExactly("b");
    }

    @Test
    void one_whom_another_hears_is_missed_by_our_own_fault() {
        seconds(60, Set.of("b", "c"), of("a"), of("b", "a", "c"));
        assertThat(hearing.isDeaf()).isTrue();
    }

    @Test
    void a_member_that_was_dropped_is_not_missed_and_has_time_when_it_comes_back() {
        seconds(20, Set.of("b"), of("a"), of("b", "a"));
        seconds(60, Set.of(), of("a"));
        assertThat(hearing.isDeaf()).isFalse();
        seconds(12, Set.of("b", "c"), of("a"));
        assertThat(hearing.isDeaf()).isFalse();
        seconds(2, Set.of("b", "c"), of("a"));
        assertThat(hearing.isDeaf()).isTrue();
    }

    @Test
    void a_process_that_stood_still_blames_nobody_for_what_it_did_not_hear() {
        seconds(20, Set.of("b"), of("a"), of("b", "a"));
        now += 60 * SECOND;
        hearing.look(Set.of("b"), now);
        assertThat(hearing.isDeaf()).isFalse();
        seconds(13, Set.of("b"), of("b", "a"));
        assertThat(hearing.isDeaf()).isTrue();
    }
}
