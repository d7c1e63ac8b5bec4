package dev.stampede.boot;

import dev.stampede.boot.StoreFinding.Grade;
import dev.stampede.redis.RedisServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What this engine needs of Redis: one server of 7.0 or newer that takes writes, forgets no key by itself, and keeps its
 * data on disk. {@code everysec} is enough: a 201 rests on Postgres, and what Redis forgets is told.
 */
final class RedisLook {
    private static final int OLDEST = 7;
    private static final long LIMIT_SECONDS = 3;
    private static final Pattern LINE = Pattern.compile("\r?\n");

    private RedisLook() {}

    /** Looks once. Fails when there is no answer. */
    static Future<List<StoreFinding>> at(Vertx vertx, String url) {
        Redis client = new RedisServer(url).client(vertx);
        return client.connect()
                .timeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .compose(redis -> read(redis).timeout(LIMIT_SECONDS, TimeUnit.SECONDS))
                .map(RedisLook::judge)
                .recover(e ->
                        RedisServer.isReply(e) ? Future.succeededFuture(List.of(refusal(e))) : Future.failedFuture(e))
                .onComplete(done -> client.close());
    }

    /** What these fields of {@code INFO} and settings mean; without {@code CONFIG} some can't be told. */
    static List<StoreFinding> judge(Map<String, String> known) {
        String version = known.getOrDefault("redis_version", "0");
        if (isTooOld(version)) {
            return List.of(new StoreFinding(Grade.TOO_OLD, tooOld(version)));
        }
        List<StoreFinding> findings = new ArrayList<>();
        if (known.getOrDefault("role", "master").equals("slave")) {
            findings.add(new StoreFinding(Grade.MISPLACED, "is a replica; name the primary"));
        }
        if (known.getOrDefault("redis_mode", "standalone").equals("cluster")) {
            findings.add(new StoreFinding(Grade.MISPLACED, "is a cluster; this engine needs a single server"));
        }
        String policy = known.getOrDefault("maxmemory-policy", known.getOrDefault("maxmemory_policy", "noeviction"));
        if (!known.getOrDefault("maxmemory", "0").equals("0") && !policy.equals("noeviction")) {
            findings.add(new StoreFinding(
                    Grade.UNSAFE,
                    "forgets keys when it is full (maxmemory-policy " + policy + "); set maxmemory-policy noeviction"));
        }
        judgeDisk(known, findings);
        return findings;
    }

    /** Valkey tells the version of Redis that it took over from, or a later one of its own. */
    static boolean isTooOld(String version) {
        return Integer.parseInt(version.replaceFirst("\\..*", "")) < OLDEST;
    }

    static String tooOld(String version) {
        return "is version " + version + "; this engine needs " + OLDEST + ".0 or newer";
    }

    private static void judgeDisk(Map<String, String> known, List<StoreFinding> findings) {
        boolean hasFile = known.getOrDefault("appendonly", "yes").equals("yes")
                && known.getOrDefault("aof_enabled", "1").equals("1");
        String sync = known.getOrDefault("appendfsync", "");
        if (!hasFile) {
            findings.add(new StoreFinding(Grade.UNSAFE, "keeps nothing on disk; set appendonly yes"));
        } else if (sync.equals("no")) {
            findings.add(new StoreFinding(Grade.UNSAFE, "writes to disk when it likes; set appendfsync always"));
        } else if (sync.equals("everysec")) {
            findings.add(new StoreFinding(
                    Grade.REMARK,
                    "has appendfsync everysec: a crash of its machine may lose the 202s of the last two seconds"
                            + " (ack: reserved); no 201 is lost"));
        } else if (sync.isEmpty()) {
            findings.add(
                    new StoreFinding(
                            Grade.REMARK,
                            "does not tell its settings (CONFIG is forbidden); see to it that appendfsync is always or everysec"));
        }
    }

    private static Future<Map<String, String>> read(RedisConnection redis) {
        Map<String, String> known = new HashMap<>();
        Request config = Request.cmd(Command.CONFIG)
                .arg("GET")
                .arg("maxmemory")
                .arg("maxmemory-policy")
                .arg("appendonly")
                .arg("appendfsync");
        return info(redis, known, "server")
                .compose(done -> info(redis, known, "replication"))
                .compose(done -> info(redis, known, "memory"))
                .compose(done -> info(redis, known, "persistence"))
                .compose(done -> redis.send(config)
                        .onSuccess(reply -> putAll(known, reply))
                        .recover(e -> RedisServer.isReply(e) ? Future.succeededFuture() : Future.failedFuture(e)))
                .map(known);
    }

    private static Future<?> info(RedisConnection redis, Map<String, String> known, String section) {
        return redis.send(Request.cmd(Command.INFO).arg(section)).onSuccess(reply -> {
            for (String line : LINE.split(String.valueOf(reply))) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    known.putIfAbsent(
                            line.substring(0, colon), line.substring(colon + 1).strip());
                }
            }
        });
    }

    private static void putAll(Map<String, String> known, @Nullable Response reply) {
        if (reply != null) {
            reply.getKeys().forEach(key -> known.put(key, reply.get(key).toString()));
        }
    }

    /** The words before the first space are the code: they hold no secret. */
    private static StoreFinding refusal(Throwable e) {
        String code = String.valueOf(e.getMessage()).replaceFirst(" .*", "");
        return new StoreFinding(
                Grade.MISPLACED, "refuses this engine (" + code + "); check its user, password and permissions");
    }
}
