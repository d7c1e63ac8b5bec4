package dev.stampede.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.boot.StoreFinding.Grade;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreLookTest {
    private static final Map<String, String> POSTGRES = Map.of(
            "server_version_num", "150004",
            "fsync", "on",
            "full_page_writes", "on",
            "synchronous_commit", "remote_apply",
            "default_transaction_read_only", "off",
            "standby", "false");
    private static final Map<String, String> REDIS = Map.of(
            "redis_version", "7.0.15",
            "role", "master",
            "redis_mode", "standalone",
            "aof_enabled", "1",
            "maxmemory", "0",
            "maxmemory-policy", "noeviction",
            "appendonly", "yes",
            "appendfsync", "always");

    @Test
    void durable_stores_are_fine() {
        assertThat(PostgresLook.judge(POSTGRES)).isEmpty();
        assertThat(RedisLook.judge(REDIS)).isEmpty();
        assertThat(RedisLook.judge(with(REDIS, "maxmemory", "1000000"))).isEmpty();
        assertThat(RedisLook.judge(with(REDIS, "maxmemory-policy", "allkeys-lru")))
                .as("without a limit nothing is evicted")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "server_version_num, 140012, TOO_OLD, version 14",
        "fsync, off, UNSAFE, set fsync=on",
        "full_page_writes, off, UNSAFE, set full_page_writes=on",
        "synchronous_commit, off, UNSAFE, set synchronous_commit=on",
        "default_transaction_read_only, on, MISPLACED, takes no writes",
        "standby, true, MISPLACED, name the primary"
    })
    void a_postgres_that_may_lose_or_refuse_is_found(String name, String value, Grade grade, String words) {
        expect(PostgresLook.judge(with(POSTGRES, name, value)), grade, words);
    }

    @ParameterizedTest
    @CsvSource({
        "redis_version, 6.2.14, TOO_OLD, version 6.2.14",
        "role, slave, MISPLACED, is a replica",
        "redis_mode, cluster, MISPLACED, is a cluster",
        "appendonly, no, UNSAFE, set appendonly yes",
        "aof_enabled, 0, UNSAFE, set appendonly yes",
        "appendfsync, no, UNSAFE, set appendfsync always",
        "appendfsync, everysec, REMARK, no 201 is lost"
    })
    void a_redis_that_may_lose_or_refuse_is_found(String name, String value, Grade grade, String words) {
        expect(RedisLook.judge(with(REDIS, name, value)), grade, words);
    }

    @Test
    void a_redis_that_evicts_is_found_also_when_it_does_not_tell_its_settings() {
        Map<String, String> full = with(REDIS, "maxmemory", "1000000");
        expect(RedisLook.judge(with(full, "maxmemory-policy", "allkeys-lru")), Grade.UNSAFE, "noeviction");

        Map<String, String> silent = with(full, "maxmemory_policy", "volatile-ttl");
        silent.keySet().removeAll(List.of("maxmemory-policy", "appendonly", "appendfsync"));
        assertThat(RedisLook.judge(silent)).extracting(StoreFinding::grade).containsExactly(Grade.UNSAFE, Grade.REMARK);
    }

    private static void expect(List<StoreFinding> findings, Grade grade, String words) {
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.grade()).isEqualTo(grade);
            assertThat(finding.text()).contains(words).doesNotContain("\n");
        });
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> changed = new HashMap<>(settings);
        changed.put(name, value);
        return changed;
    }
}
