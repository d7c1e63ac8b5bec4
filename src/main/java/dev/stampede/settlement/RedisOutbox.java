package dev.stampede.settlement;

import dev.stampede.inventory.CampaignKeys;
import dev.stampede.kind.Outcome;
import dev.stampede.kind.Outcomes;
import dev.stampede.redis.Commands;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the outbox streams. */
public final class RedisOutbox {
    private final Commands commands;

    public RedisOutbox(Commands commands) {
        this.commands = commands;
    }

    /** At most {@code count} entries of that generation, from sequence {@code from} to {@code to}, both included. */
    public Future<List<Entry>> range(String campaignId, long generation, long from, long to, int count) {
        Request request = Request.cmd(Command.XRANGE)
                .arg(new CampaignKeys(campaignId).outbox())
                .arg(generation + "-" + from)
                .arg(generation + "-" + to)
                .arg("COUNT")
                .arg(count);
        return commands.send(request).map(reply -> entries(campaignId, reply));
    }

    /** All entries from sequence {@code from} to {@code to}; fails with {@link Disagreement} when one of them is lost. */
    public Future<List<Entry>> all(String campaignId, long generation, long from, long to) {
        return range(campaignId, generation, from, to, (int) Math.min(Integer.MAX_VALUE, to - from + 1))
                .map(found -> {
                    if (found.size() != to - from + 1) {
                        throw new Disagreement(campaignId, "entries between " + from + " and " + to + " are lost");
                    }
                    return found;
                });
    }

    private static List<Entry> entries(String campaignId, @Nullable Response reply) {
        List<Entry> entries = new ArrayList<>();
        if (reply != null) {
            for (Response entry : reply) {
                entries.add(entry(campaignId, entry.get(0).toString(), entry.get(1)));
            }
        }
        return entries;
    }

    private static Entry entry(String campaignId, String id, Response flat) {
        int dash = id.indexOf('-');
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            fields.put(flat.get(i).toString(), flat.get(i + 1).toString());
        }
        List<Outcome> outcomes = new ArrayList<>();
        String unreadable = null;
        try {
            for (String line : fields.getOrDefault("outcomes", "").split("\n", -1)) {
                outcomes.add(Outcomes.read(line));
            }
            Long.parseLong(fields.getOrDefault("at", ""));
        } catch (IllegalStateException | NumberFormatException e) {
            outcomes.clear();
            unreadable = fields.toString();
        }
        return new Entry(
                campaignId,
                Long.parseLong(id.substring(0, dash)),
                Long.parseLong(id.substring(dash + 1)),
                fields.getOrDefault("batch", ""),
                fields.getOrDefault("prev", ""),
                unreadable == null ? Long.parseLong(fields.getOrDefault("at", "0")) : 0,
                outcomes,
                unreadable);
    }
}
