package dev.stampede.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.inventory.CampaignKeys;
import dev.stampede.scenario.Picture.Entry;
import dev.stampede.scenario.Picture.Hold;
import dev.stampede.scenario.Picture.Remembered;
import dev.stampede.scenario.Picture.Stock;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Pictures in the form in which a reload writes them and the scripts keep them. {@code start} is Redis' clock at time 0. */
final class RedisPictures {
    private final RedisShell redis;
    private final CampaignKeys keys;
    private final RedisFormations formations;

    RedisPictures(RedisShell redis, CampaignKeys keys) {
        this.redis = redis;
        this.keys = keys;
        this.formations = new RedisFormations(redis, keys);
    }

    void write(Picture picture, long start) {
        Map<String, String> campaign = new TreeMap<>();
        campaign.put("generation", Long.toString(picture.generation()));
        campaign.put("sequence", Long.toString(picture.sequence()));
        campaign.put("batch", picture.batch());
        campaign.put("stockVersion", Long.toString(picture.version()));
        campaign.put("revision", Long.toString(picture.definition().revision()));
        campaign.put("gate", picture.definition().gate());
        campaign.put("shopperLimit", Long.toString(picture.definition().limit()));
        if (picture.fenced()) {
            campaign.put("fence", "1");
        }
        picture.definition().granted().forEach((sku, units) -> campaign.put("granted:" + sku, Long.toString(units)));
        picture.offers().forEach((sku, stock) -> {
            campaign.put("left:" + sku, Long.toString(stock.left()));
            campaign.put("taken:" + sku, Long.toString(stock.taken()));
            campaign.put("withdrawn:" + sku, Long.toString(stock.withdrawn()));
        });
        redis.put(keys.campaign(), campaign);
        shift(picture, start);
        redis.put(
                keys.request(),
                texts(
                        picture.requests(),
                        it -> it.fingerprint() + " " + it.outcome() + " " + it.generation() + " " + it.sequence()));
        redis.put(keys.shopper(), texts(picture.shoppers(), units -> Long.toString(units)));
        redis.put(keys.held(), texts(picture.holds(), RedisPictures::text));
        formations.write(picture.formations(), start);
        append(picture.outbox(), start);
    }

    /** Adds entries to the outbox. */
    void append(List<Entry> entries, long start) {
        for (Entry entry : entries) {
            redis.send(
                    Command.XADD,
                    keys.outbox(),
                    entry.generation() + "-" + entry.sequence(),
                    "batch",
                    entry.batch(),
                    "prev",
                    entry.previous(),
                    "at",
                    Long.toString(start),
                    "outcomes",
                    entry.outcomes().stream()
                            .map(outcome -> RedisFormations.toClock(outcome, start))
                            .collect(Collectors.joining("\n")));
        }
    }

    /** Writes the times alone. */
    void shift(Picture picture, long start) {
        Definition definition = picture.definition();
        formations.shift(picture.formations(), start);
        redis.put(
                keys.campaign(),
                Map.of(
                        "opensAt", Long.toString(start + definition.opensAt()),
                        "closesAt", Long.toString(start + definition.closesAt())));
    }

    void erase() {
        formations.erase();
        redis.send(Command.DEL, keys.campaign(), keys.request(), keys.shopper(), keys.held(), keys.outbox());
    }

    Optional<Picture> read(long start) {
        Map<String, String> campaign = redis.hash(keys.campaign());
        if (campaign.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Stock> offers = new TreeMap<>();
        Map<String, Long> granted = new TreeMap<>();
        campaign.keySet().stream().filter(name -> name.startsWith("left:")).forEach(name -> {
            String sku = name.substring("left:".length());
            offers.put(
                    sku,
                    new Stock(
                            number(campaign, name),
                            number(campaign, "taken:" + sku),
                            number(campaign, "withdrawn:" + sku)));
            granted.put(sku, number(campaign, "granted:" + sku));
        });
        Definition definition = new Definition(
                number(campaign, "revision"),
                text(campaign, "gate"),
                number(campaign, "opensAt") - start,
                number(campaign, "closesAt") - start,
                number(campaign, "shopperLimit"),
                granted);
        return Optional.of(new Picture(
                number(campaign, "generation"),
                "1".equals(campaign.get("fence")),
                number(campaign, "sequence"),
                text(campaign, "batch"),
                number(campaign, "stockVersion"),
                definition,
                offers,
                values(keys.request(), RedisPictures::remembered),
                values(keys.shopper(), Long::valueOf),
                values(keys.held(), RedisPictures::hold),
                formations.read(start),
                outbox()));
    }

    private List<Entry> outbox() {
        List<Entry> entries = new ArrayList<>();
        for (Response entry : Objects.requireNonNull(redis.send(Command.XRANGE, keys.outbox(), "-", "+"))) {
            String[] id = entry.get(0).toString().split("-", -1);
            Map<String, String> fields = new TreeMap<>();
            for (int i = 0; i + 1 < entry.get(1).size(); i += 2) {
                fields.put(
                        entry.get(1).get(i).toString(), entry.get(1).get(i + 1).toString());
            }
            entries.add(new Entry(
                    Long.parseLong(id[0]),
                    Long.parseLong(id[1]),
                    text(fields, "batch"),
                    text(fields, "prev"),
                    Arrays.stream(text(fields, "outcomes").split("\n", -1))
                            .map(it -> RedisFormations.fromClock(it, number(fields, "at")))
                            .toList()));
        }
        return entries;
    }

    /** What the newest entry of the outbox carries. */
    String newestOutcomes() {
        Response newest = Objects.requireNonNull(redis.send(Command.XREVRANGE, keys.outbox(), "+", "-", "COUNT", "1"));
        return newest.get(0).get(1).get(7).toString();
    }

    /** Redis' clock, in ms, that the newest entry of the outbox carries. */
    long newestAt() {
        Response newest = Objects.requireNonNull(redis.send(Command.XREVRANGE, keys.outbox(), "+", "-", "COUNT", "1"));
        Response fields = newest.get(0).get(1);
        assertThat(fields.get(4).toString()).isEqualTo("at");
        return fields.get(5).toLong();
    }

    private static Remembered remembered(String text) {
        String[] parts = text.split(" ", -1);
        return new Remembered(parts[0], parts[1], Long.parseLong(parts[2]), Long.parseLong(parts[3]));
    }

    private static Hold hold(String text) {
        String[] parts = text.split(" ", -1);
        return new Hold(parts[0], parts[1], Long.parseLong(parts[2]), parts[3], parts.length > 4 ? parts[4] : "");
    }

    private static String text(Hold hold) {
        String units = hold.shopper() + " " + hold.sku() + " " + hold.units() + " " + hold.seat();
        return hold.mark().isEmpty() ? units : units + " " + hold.mark();
    }

    private <T> Map<String, T> values(String key, Function<String, T> reader) {
        Map<String, T> values = new TreeMap<>();
        redis.hash(key).forEach((name, text) -> values.put(name, reader.apply(text)));
        return values;
    }

    private static <T> Map<String, String> texts(Map<String, T> values, Function<T, String> writer) {
        Map<String, String> texts = new TreeMap<>();
        values.forEach((name, value) -> texts.put(name, writer.apply(value)));
        return texts;
    }

    private static String text(Map<String, String> fields, String name) {
        return Objects.requireNonNull(fields.get(name), name);
    }

    private static long number(Map<String, String> fields, String name) {
        return Long.parseLong(text(fields, name));
    }
}
