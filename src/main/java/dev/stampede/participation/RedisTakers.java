package dev.stampede.participation;

import dev.stampede.campaign.Campaign;
import dev.stampede.campaign.Offer;
import dev.stampede.inventory.CampaignKeys;
import dev.stampede.redis.Commands;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads where a campaign stands, and who ever took something in it. The takers are read in steps while others go on taking: what
 * is read holds everybody who was there at the mark that was read first.
 */
final class RedisTakers {
    private static final int MOST_REQUESTS = 1_000_000;
    private static final int REQUESTS_A_STEP = 500;
    private static final List<String> TERMS = List.of("opensAt", "closesAt", "shopperLimit");

    private final Commands commands;

    RedisTakers(Commands commands) {
        this.commands = commands;
    }

    /** The mark of a campaign, or nothing when it is absent, fenced, paused or closed. */
    Future<Optional<StockMark>> mark(String campaignId) {
        return fields(new CampaignKeys(campaignId), StockMark.FIELDS)
                .map(values -> Optional.ofNullable(StockMark.of(values)));
    }

    /** What to remember of the campaign, or nothing when every offer has units left, or it remembers over 1,000,000 requests. */
    Future<Optional<SoldOut>> read(Campaign campaign, String action) {
        CampaignKeys keys = new CampaignKeys(campaign.id());
        List<String> skus = campaign.offers().stream().map(Offer::sku).toList();
        List<String> names = Stream.of(
                        StockMark.FIELDS,
                        TERMS,
                        skus.stream().map(sku -> "left:" + sku).toList())
                .flatMap(List::stream)
                .toList();
        return fields(keys, names).compose(values -> {
            StockMark mark = StockMark.of(values);
            List<@Nullable String> counts = values.subList(names.size() - skus.size(), names.size());
            if (mark == null || !counts.contains("0")) {
                return Future.succeededFuture(Optional.empty());
            }
            int terms = StockMark.FIELDS.size();
            return takers(keys)
                    .map(found -> found.map(takers -> new SoldOut(
                            mark,
                            action,
                            number(values.get(terms)),
                            number(values.get(terms + 1)),
                            number(values.get(terms + 2)),
                            left(skus, counts),
                            takers)));
        });
    }

    private Future<Optional<NameFilter>> takers(CampaignKeys keys) {
        return commands.send(Request.cmd(Command.HLEN).arg(keys.request())).compose(size -> {
            int requests = Objects.requireNonNull(size).toInteger();
            return requests > MOST_REQUESTS
                    ? Future.succeededFuture(Optional.empty())
                    : scan(keys, "0", new NameFilter(requests)).map(Optional::of);
        });
    }

    private Future<NameFilter> scan(CampaignKeys keys, String cursor, NameFilter takers) {
        Request step = Request.cmd(Command.HSCAN)
                .arg(keys.request())
                .arg(cursor)
                .arg("COUNT")
                .arg(REQUESTS_A_STEP);
        return commands.send(step).compose(reply -> {
            Response flat = Objects.requireNonNull(reply).get(1);
            for (int i = 0; i + 1 < flat.size(); i += 2) {
                String request = flat.get(i).toString();
                takers.add(request.substring(0, request.indexOf('|')));
            }
            String next = reply.get(0).toString();
            return next.equals("0") ? Future.succeededFuture(takers) : scan(keys, next, takers);
        });
    }

    private Future<List<@Nullable String>> fields(CampaignKeys keys, List<String> names) {
        Request request = Request.cmd(Command.HMGET).arg(keys.campaign());
        names.forEach(request::arg);
        return commands.send(request).map(reply -> {
            List<@Nullable String> values = new ArrayList<>(names.size());
            for (Response value : Objects.requireNonNull(reply)) {
                values.add(value == null ? null : value.toString());
            }
            return values;
        });
    }

    private static Map<String, Long> left(List<String> skus, List<@Nullable String> counts) {
        Map<String, Long> left = new HashMap<>();
        for (int i = 0; i < skus.size(); i++) {
            String count = counts.get(i);
            if (count != null) {
                left.put(skus.get(i), Long.valueOf(count));
            }
        }
        return Map.copyOf(left);
    }

    private static long number(@Nullable String text) {
        return Long.parseLong(Objects.requireNonNull(text));
    }
}
