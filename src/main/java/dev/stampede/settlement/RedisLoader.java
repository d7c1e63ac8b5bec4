package dev.stampede.settlement;

import dev.stampede.inventory.CampaignKeys;
import dev.stampede.redis.Commands;
import dev.stampede.redis.Invocation;
import dev.stampede.redis.Script;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes one campaign into Redis behind its fence. Each write names the loader's token, so that a loader which was thought
 * dead and wakes up can't write into what its successor loaded.
 */
final class RedisLoader {
    private static final Script LOAD = Script.load("inventory/load");

    private final Commands commands;
    private final CampaignKeys keys;
    private final String token;

    /** @param token random: names this loader and no other */
    RedisLoader(Commands commands, CampaignKeys keys, String token) {
        this.commands = commands;
        this.keys = keys;
        this.token = token;
    }

    /** From now on no script runs on this campaign, and no earlier loader writes. */
    Future<Void> raiseFence() {
        return commands.send(Request.cmd(Command.HSET, keys.campaign(), "fence", "1", "loader", token))
                .mapEmpty();
    }

    Future<Void> lowerFence() {
        return run(keys.campaign(), "lower", List.of());
    }

    /** Forgets what was known of requests, shoppers, holds and formations, and the outbox, all of which is settled. */
    Future<Void> clear() {
        Future<Void> cleared = Future.succeededFuture();
        for (String key : keys.rest()) {
            cleared = cleared.compose(done -> run(key, "replace", List.of()));
        }
        return cleared;
    }

    /** Adds fields to a hash: names and values in turn. */
    Future<Void> fill(String hash, List<String> pairs) {
        return pairs.isEmpty() ? Future.succeededFuture() : run(hash, "fill", pairs);
    }

    /** Fails unless the hash has as many fields as rows were copied into it. */
    Future<Void> requireSize(String hash, long rows) {
        return commands.send(Request.cmd(Command.HLEN, hash)).map(size -> {
            if (Objects.requireNonNull(size).toLong() != rows) {
                throw new Unsound(keys.campaignId(), rows + " rows became " + size + " fields");
            }
            return null;
        });
    }

    /** Writes the campaign's own hash anew, the fence still up. */
    Future<Void> campaign(List<String> pairs) {
        List<String> withLoader = new ArrayList<>(pairs);
        withLoader.addAll(List.of("fence", "1", "loader", token));
        return run(keys.campaign(), "replace", withLoader);
    }

    private Future<Void> run(String target, String step, List<String> pairs) {
        Invocation call = LOAD.call()
                .key("campaign", keys.campaign())
                .key("target", target)
                .arg("token", token)
                .arg("step", step);
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            call.each(pairs.get(i), pairs.get(i + 1));
        }
        return commands.send(call.requestWithText())
                .map(reply -> requireOk(Objects.requireNonNull(reply).get(0).toString()));
    }

    private @Nullable Void requireOk(String word) {
        if (!word.equals("OK")) {
            throw new IllegalStateException("another loader took over campaign " + keys.campaignId());
        }
        return null;
    }
}
