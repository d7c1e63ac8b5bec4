package dev.stampede.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CrowdTest {
    @Test
    void the_same_seed_draws_the_same_shoppers() {
        assertThat(crowd(7)).isEqualTo(crowd(7)).isNotEqualTo(crowd(8));
    }

    @Test
    void there_are_shoppers_of_every_sort_and_all_within_bounds() {
        List<Shopper> crowd = crowd(7);
        assertThat(crowd).hasSize(2_000);
        assertThat(crowd.stream().map(Shopper::clicks).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Clicks.values());
        assertThat(crowd).anyMatch(Shopper::isEarly).anyMatch(Shopper::comesBack);
        assertThat(crowd.stream().map(Shopper::intent).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Intent.values());
        assertThat(crowd).allMatch(shopper -> shopper.quantity() >= 1 && shopper.quantity() <= Play.LIMIT);
        assertThat(crowd).allMatch(shopper -> shopper.clicksAtMs() >= 0 && shopper.clicksAtMs() <= 1_000);
    }

    @Test
    void whoever_waits_for_what_comes_back_pays_for_it() {
        assertThat(crowd(7).stream().filter(Shopper::comesBack)).allMatch(Shopper::pays);
    }

    private static List<Shopper> crowd(long seed) {
        Play play = new Play(2_000, 100, seed, 3, URI.create("http://a:1"), URI.create("http://a:2"), 0);
        return Crowd.of(play, new SplittableRandom(seed), id -> "token of " + id);
    }
}
