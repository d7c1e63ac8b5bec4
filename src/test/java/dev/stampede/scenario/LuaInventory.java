package dev.stampede.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.inventory.CampaignKeys;
import dev.stampede.redis.Invocation;
import dev.stampede.redis.Script;
import dev.stampede.scenario.Batch.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The production scripts in a real Redis. Nobody can set its clock, so a story's clock is kept as a distance to it: when the
 * story moves on, the stored times move back by as much.
 */
final class LuaInventory implements Inventory {
    private static final int DECISIONS = 7;
    private static final Map<String, Script> TAKES = Stream.of(
                    "flash_sale/purchase",
                    "group_buy/open_team",
                    "group_buy/join_team",
                    "bargain/start_chain",
                    "bargain/assist",
                    "bargain/claim")
            .collect(Collectors.toMap(name -> name.substring(name.indexOf('/') + 1), Script::load));
    private static final Script REACQUIRE = Script.load("inventory/reacquire");
    private static final Script WITHDRAW = Script.load("inventory/withdraw");
    private static final Script RELEASE = Script.load("inventory/release");
    private static final Script DEFINE = Script.load("inventory/define");

    private final RedisShell redis;
    private final CampaignKeys keys;
    private final RedisPictures pictures;
    private long start;

    LuaInventory(RedisShell redis, String campaignId) {
        this.redis = redis;
        this.keys = new CampaignKeys(campaignId);
        this.pictures = new RedisPictures(redis, keys);
        this.start = redis.time();
        TAKES.values().forEach(redis::learn);
        List.of(REACQUIRE, WITHDRAW, RELEASE, DEFINE).forEach(redis::learn);
    }

    @Override
    public Reply take(Batch batch) {
        Script script = Objects.requireNonNull(TAKES.get(batch.action()));
        Invocation call = script.call();
        script.keys().forEach(name -> call.key(name, keys.named(name)));
        call.arg("generation", batch.generation())
                .arg("revision", batch.revision())
                .arg("batch", batch.id())
                .arg("notAfter", start + batch.notAfter())
                .arg("settledThrough", batch.settledThrough())
                .arg(
                        "windows",
                        batch.windows().stream()
                                .map(it -> (start + it.from()) + "-" + (start + it.to()))
                                .collect(Collectors.joining(",")));
        for (Request one : batch.requests()) {
            String units = Integer.toString(one.units());
            List<String> values = new ArrayList<>(List.of(
                    one.name(),
                    one.fingerprint(),
                    one.refusal(),
                    one.outcome(),
                    one.shopper(),
                    one.sku(),
                    units,
                    one.payload(batch.action())));
            values.addAll(one.wish().more(batch.action(), one));
            call.each(values.toArray(String[]::new));
        }
        List<String> answer = run(call);
        if (answer.size() > DECISIONS && !answer.get(DECISIONS).isEmpty()) {
            assertThat(completed(batch, answer)).as("what the node is told").isEqualTo(pictures.newestOutcomes());
        }
        return taken(answer);
    }

    /** What was sent and accepted, each with its decision. */
    private static String completed(Batch batch, List<String> answer) {
        List<String> words = List.of(answer.get(5).split(" ", -1));
        String[] decisions = answer.get(DECISIONS).split("\n", -1);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equals("OK")) {
                String sent = batch.requests().get(i).payload(batch.action());
                lines.add(sent.substring(0, sent.length() - 1) + "," + decisions[lines.size()] + "}");
            }
        }
        return String.join("\n", lines);
    }

    private static Reply taken(List<String> answer) {
        if (!answer.get(0).equals("OK")) {
            return refused(answer);
        }
        Map<String, String> facts = new TreeMap<>();
        facts.put("sequence", answer.get(2));
        facts.put("previous", answer.get(3));
        facts.put("version", answer.get(4));
        for (String left :
                answer.get(6).isEmpty() ? new String[0] : answer.get(6).split(" ", -1)) {
            facts.put("left:" + left.substring(0, left.indexOf('=')), left.substring(left.indexOf('=') + 1));
        }
        return new Reply("OK", List.of(answer.get(5).split(" ", -1)), facts);
    }

    @Override
    public Reply reacquire(OwnTake take) {
        Invocation call = REACQUIRE
                .call()
                .key("campaign", keys.campaign())
                .key("request", keys.request())
                .key("shopper", keys.shopper())
                .key("held", keys.held())
                .key("outbox", keys.outbox());
        return own(
                take,
                head(call, take)
                        .arg("shopper", take.shopper())
                        .arg("sku", take.sku())
                        .arg("units", take.units())
                        .arg("payload", take.reacquired()));
    }

    @Override
    public Reply withdraw(OwnTake take) {
        Invocation call = WITHDRAW.call()
                .key("campaign", keys.campaign())
                .key("request", keys.request())
                .key("outbox", keys.outbox());
        return own(
                take,
                head(call, take)
                        .arg("sku", take.sku())
                        .arg("units", take.units())
                        .arg("payload", take.withdrawn()));
    }

    private Invocation head(Invocation call, OwnTake take) {
        return call.arg("generation", take.generation())
                .arg("batch", take.batch())
                .arg("notAfter", start + take.notAfter())
                .arg("settledThrough", take.settledThrough())
                .arg("request", take.name())
                .arg("fingerprint", take.fingerprint())
                .arg("outcome", take.outcome());
    }

    private Reply own(OwnTake take, Invocation call) {
        List<String> answer = run(call);
        if (!answer.get(0).equals("OK")) {
            return refused(answer);
        }
        Map<String, String> facts = new TreeMap<>();
        facts.put("sequence", answer.get(2));
        facts.put("previous", answer.get(3));
        facts.put("version", answer.get(4));
        facts.put("left:" + take.sku(), answer.get(6));
        return new Reply("OK", List.of(answer.get(5)), facts);
    }

    @Override
    public Reply giveBack(long generation, List<Return> returns) {
        Invocation call = RELEASE.call();
        RELEASE.keys().forEach(name -> call.key(name, keys.named(name)));
        call.arg("generation", generation);
        returns.forEach(it -> call.each(
                it.hold(),
                it.formation(),
                it.standing(),
                Long.toString(it.deadline() == 0 ? 0 : start + it.deadline())));
        List<String> answer = run(call);
        return answer.get(0).equals("OK")
                ? new Reply("OK", List.of(), Map.of("version", answer.get(1), "released", answer.get(2)))
                : refused(answer);
    }

    @Override
    public Reply define(long generation, Definition definition) {
        Invocation call = DEFINE.call()
                .key("campaign", keys.campaign())
                .arg("generation", generation)
                .arg("revision", definition.revision())
                .arg("gate", definition.gate())
                .arg("opensAt", start + definition.opensAt())
                .arg("closesAt", start + definition.closesAt())
                .arg("shopperLimit", definition.limit());
        definition.granted().forEach((sku, units) -> call.each(sku, Long.toString(units)));
        List<String> answer = run(call);
        return answer.get(0).equals("OK") ? Reply.of("OK", "version", answer.get(1)) : refused(answer);
    }

    @Override
    public void moveTo(long now) {
        Optional<Picture> before = picture();
        start = redis.time() - now;
        before.ifPresent(picture -> pictures.shift(picture, start));
    }

    @Override
    public void load(Picture picture) {
        pictures.erase();
        pictures.write(picture, start);
    }

    @Override
    public void lose() {
        pictures.erase();
    }

    @Override
    public Optional<Picture> picture() {
        return pictures.read(start);
    }

    /** Goes back to an earlier state of everything but the outbox: what a lost write would leave. */
    void forgetAllButOutbox(Picture earlier) {
        List<Picture.Entry> kept = picture().orElseThrow().outbox();
        load(earlier);
        pictures.append(kept, start);
    }

    /** Redis' clock, in ms, that the newest entry of the outbox carries. */
    long newestEntryAt() {
        return pictures.newestAt();
    }

    private List<String> run(Invocation call) {
        List<String> answer = new ArrayList<>();
        for (Response part : Objects.requireNonNull(redis.send(call.request()))) {
            answer.add(part.toString());
        }
        return answer;
    }

    private static Reply refused(List<String> answer) {
        return switch (answer.get(0)) {
            case "STALE_GENERATION" -> Reply.of("STALE_GENERATION", "generation", answer.get(1));
            case "STALE_SNAPSHOT" -> Reply.of("STALE_SNAPSHOT", "revision", answer.get(1));
            default -> Reply.of(answer.get(0));
        };
    }
}
