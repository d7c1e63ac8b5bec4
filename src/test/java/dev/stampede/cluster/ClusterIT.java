package dev.stampede.cluster;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Members in one process. What happens when processes die is tried in {@code chaos}. */
class ClusterIT {
    private static final String SECRET = "a-secret-of-this-test";
    private static final Duration SOON = Duration.ofSeconds(60);

    private final List<Cluster> members = new ArrayList<>();
    private final List<Integer> ports = freePorts();

    @AfterEach
    void leave() {
        members.forEach(member -> get(member.vertx().close()));
    }

    @Test
    void members_hear_each_other_and_nobody_who_does_not_know_the_secret() {
        Cluster one = join(0, SECRET);
        Cluster two = join(1, SECRET);
        Cluster stranger = join(2, SECRET + "?");
        Await.until(
                "two members",
                SOON,
                () -> one.others().equals(Set.of(two.name())) && two.others().equals(Set.of(one.name())));
        assertThat(stranger.others()).isEmpty();
        List<String> heard = listen(two, "news");
        one.vertx().eventBus().publish("news", "first");
        stranger.vertx().eventBus().publish("news", "no");
        Await.until("the hint", SOON, () -> heard.contains("first"));
        assertThat(heard).containsExactly("first");
    }

    @Test
    void a_hint_without_a_seal_goes_no_further() {
        Cluster one = join(0, SECRET);
        Cluster two = join(1, SECRET);
        Await.until("two members", SOON, () -> !one.others().isEmpty());
        // Somebody who knows the name of the cluster, but not the secret that seals.
        Membership forged = membership(2, SECRET + "?");
        var manager = new ReplayingHazelcast(
                HazelcastRecipe.of(forged).setClusterName(new ClusterSecret(SECRET).clusterName()));
        Vertx intruder = get(Vertx.builder().withClusterManager(manager).buildClustered());
        try {
            List<String> heard = listen(two, "news");
            Await.until("three members", SOON, () -> two.others().size() == 2);
            intruder.eventBus().publish("news", "forged");
            one.vertx().eventBus().publish("news", "true");
            intruder.eventBus().publish("news", "forged again");
            Await.until("the hint", SOON, () -> heard.contains("true"));
            one.vertx().eventBus().publish("news", "last");
            Await.until("the last hint", SOON, () -> heard.contains("last"));
            assertThat(heard).containsExactly("true", "last");
        } finally {
            get(intruder.close());
        }
    }

    @Test
    void a_deaf_node_registers_again_and_one_that_stays_deaf_is_lost() {
        Cluster one = join(0, SECRET);
        List.of(join(1, SECRET), join(2, SECRET))
                .forEach(silent -> assertThat(silent.name()).isNotEmpty());
        AtomicLong now = new AtomicLong();
        BusWatchdog dog = new BusWatchdog(one, now::get);
        get(dog.open());
        listen(one, "news");
        Await.until("three members", SOON, () -> one.others().size() == 2);
        seconds(dog, now, 8);
        forget(one);
        assertThat(registered(one)).doesNotContain("news");
        seconds(dog, now, 6);
        assertThat(dog.isDeaf()).isTrue();
        assertThat(dog.detail()).startsWith("deaf, hears 0 of 2 others");
        assertThat(registered(one)).contains("news", Heartbeat.ADDRESS);
        seconds(dog, now, 29);
        assertThat(dog.lost().isComplete()).isFalse();
        seconds(dog, now, 2);
        assertThat(dog.lost().succeeded()).isTrue();
    }

    /** The cluster forgets who listens where, as after a split; the members are still there. */
    private static void forget(Cluster member) {
        member.hazelcast().getMultiMap("__vertx.subs").clear();
    }

    private static Set<Object> registered(Cluster member) {
        return member.hazelcast().getMultiMap("__vertx.subs").keySet();
    }

    /** Lets seconds go by. */
    private static void seconds(BusWatchdog dog, AtomicLong now, int seconds) {
        for (int i = 0; i < seconds; i++) {
            now.addAndGet(1_000);
            get(dog.step());
        }
    }

    private static List<String> listen(Cluster member, String address) {
        List<String> heard = new CopyOnWriteArrayList<>();
        get(member.vertx()
                .eventBus()
                .<String>consumer(address, message -> heard.add(message.body()))
                .completion());
        return heard;
    }

    private Cluster join(int index, String secret) {
        Cluster member = get(Cluster.join(new VertxOptions(), membership(index, secret)));
        members.add(member);
        return member;
    }

    /** Three free ports whose bus ports are free too. */
    private static List<Integer> freePorts() {
        List<Integer> free = new ArrayList<>();
        while (free.size() < 3) {
            int port = bound(0);
            if (port <= 65_435 && !free.contains(port) && bound(port + 100) > 0) {
                free.add(port);
            }
        }
        return free;
    }

    private static int bound(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            return 0;
        }
    }

    private Membership membership(int index, String secret) {
        List<String> all = ports.stream().map(port -> "127.0.0.1:" + port).toList();
        return Membership.find(all, ports.get(index), secret).orElseThrow();
    }
}
