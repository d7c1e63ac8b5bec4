package dev.stampede.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.testing.TestDatabase;
import dev.stampede.testing.TestRedis;
import dev.stampede.testing.TestStores;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real servers, set wrongly one way after the other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoreGateIT {
    private final Path home =
            Path.of("target", "stores", "gate-" + ProcessHandle.current().pid()).toAbsolutePath();
    private final Vertx vertx = Vertx.vertx();
    private final dev.stampede.embedded.EmbeddedStores stores = TestStores.fresh(home);
    private final TestRedis redis = new TestRedis(vertx, stores.redisUrl());
    private final String database = TestDatabase.another();

    @AfterEach
    void set_right_again() {
        redis.run("CONFIG", "SET", "appendonly", "yes", "appendfsync", "always", "maxmemory", "0");
        redis.run("CONFIG", "SET", "maxmemory-policy", "noeviction");
        redis.run("REPLICAOF", "NO", "ONE");
    }

    @AfterAll
    void end() {
        TestDatabase.get(vertx.close());
        stores.close();
        TestStores.delete(home);
    }

    @Test
    void durable_stores_are_admitted() {
        gate(stores.redisUrl(), stores.postgresUrl()).admit(false);
    }

    @ParameterizedTest
    @CsvSource({
        "appendonly, no, set appendonly yes",
        "appendfsync, no, set appendfsync always",
        "maxmemory, 100000000, noeviction"
    })
    void a_redis_that_is_not_durable_needs_the_override(String name, String value, String words) {
        redis.run("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        redis.run("CONFIG", "SET", name, value);
        StoreGate gate = gate(stores.redisUrl(), stores.postgresUrl());

        assertThatThrownBy(() -> gate.admit(false))
                .isInstanceOfSatisfying(
                        CannotStart.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining(words)
                .hasMessageContaining("STAMPEDE_ALLOW_UNSAFE_STORES=true")
                .hasMessageNotContaining("\n")
                .hasMessageNotContaining(password(stores.redisUrl()));
        gate.admit(true);
    }

    @ParameterizedTest
    @CsvSource({"synchronous_commit, off, set synchronous_commit=on", "default_transaction_read_only, on, no writes"})
    void a_postgres_that_is_not_durable_or_takes_no_writes_is_refused(String name, String value, String words) {
        String url = TestDatabase.another();
        String name1 = url.substring(url.lastIndexOf('/') + 1);
        TestDatabase.shared().query("ALTER DATABASE " + name1 + " SET " + name + " = " + value);
        StoreGate gate = gate(stores.redisUrl(), url);

        assertThatThrownBy(() -> gate.admit(false))
                .isInstanceOfSatisfying(
                        CannotStart.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining(words);
        if (name.equals("synchronous_commit")) {
            gate.admit(true);
        } else {
            assertThatThrownBy(() -> gate.admit(true)).isInstanceOf(CannotStart.class);
        }
    }

    @Test
    void a_replica_is_refused_whatever_is_allowed() {
        redis.run("REPLICAOF", "127.0.0.1", "1");
        assertThatThrownBy(() -> gate(stores.redisUrl(), stores.postgresUrl()).admit(true))
                .hasMessageContaining("is a replica; name the primary");
    }

    @Test
    void stores_that_do_not_answer_are_given_up_after_a_while_without_showing_a_password() {
        long begun = System.nanoTime();
        assertThatThrownBy(() -> gate("redis://:geheim@127.0.0.1:1", stores.postgresUrl())
                        .admit(true))
                .isInstanceOfSatisfying(
                        CannotStart.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.GAVE_UP))
                .hasMessageContaining("did not answer within 1 s")
                .hasMessageContaining("STAMPEDE_REDIS_URL")
                .hasMessageNotContaining("geheim");
        assertThatThrownBy(() -> gate(stores.redisUrl(), "postgresql://me:geheim@127.0.0.1:1/shop")
                        .admit(true))
                .isInstanceOfSatisfying(
                        CannotStart.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.GAVE_UP))
                .hasMessageNotContaining("geheim");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void a_wrong_password_is_a_wrong_setting_and_not_waited_for() {
        String wrongRedis = stores.redisUrl().replace(password(stores.redisUrl()), "geheim");
        assertThatThrownBy(() -> gate(wrongRedis, stores.postgresUrl()).admit(true))
                .isInstanceOfSatisfying(
                        CannotStart.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("WRONGPASS")
                .hasMessageNotContaining("geheim");
        String wrongPostgres = stores.postgresUrl().replaceFirst(":[^:@]+@", ":geheim@");
        assertThatThrownBy(() -> gate(stores.redisUrl(), wrongPostgres).admit(true))
                .isInstanceOfSatisfying(
                        CannotStart.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("28P01");
        String noDatabase = database.replaceFirst("/[^/]*$", "/nothing");
        assertThatThrownBy(() -> gate(stores.redisUrl(), noDatabase).admit(true))
                .hasMessageContaining("3D000");
    }

    @Test
    void a_redis_that_forbids_to_ask_is_admitted_with_a_warning() {
        redis.run("ACL", "SETUSER", "app", "on", ">pw-of-app", "~*", "&*", "+@all", "-config");
        String url = stores.redisUrl().replaceFirst("//[^@]*@", "//app:pw-of-app@");
        gate(url, stores.postgresUrl()).admit(false);
        assertThat(TestDatabase.get(RedisLook.at(vertx, url)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.text()).contains("CONFIG is forbidden"));
    }

    private StoreGate gate(String redisUrl, String postgresUrl) {
        return new StoreGate(vertx, new ExternalStores(redisUrl, postgresUrl), 1);
    }

    private static String password(String url) {
        return url.substring(url.indexOf("//:") + 3, url.indexOf('@'));
    }
}
