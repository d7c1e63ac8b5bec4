package dev.stampede.kind.flashsale;

import dev.stampede.campaign.Ack;
import dev.stampede.campaign.Audience;
import dev.stampede.campaign.Campaign;
import dev.stampede.campaign.CampaignState;
import dev.stampede.campaign.Offer;
import dev.stampede.campaign.StockShown;
import dev.stampede.campaign.Terms;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import dev.stampede.json.MalformedJson;
import dev.stampede.kind.Decision;
import dev.stampede.kind.OrderHeld;
import dev.stampede.kind.Outcome;
import dev.stampede.kind.Outcomes;
import dev.stampede.kind.Participant;
import dev.stampede.money.Money;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What Java does to one purchase around the script: the body read, the decision, the outcome written and read. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PurchaseBenchmark {
    private static final Instant NOW = Instant.parse("2026-11-11T12:00:00.123Z");

    private final Purchase purchase = new Purchase();
    private final FlashSaleRules rules = new FlashSaleRules(List.of());
    private byte[] body = "{\"sku\":\"item\",\"quantity\":1,\"source\":{\"sharedBy\":\"friend-01\"}}"
            .getBytes(StandardCharsets.UTF_8);
    private Campaign campaign = campaign();
    private Purchase.Command command = new Purchase.Command("item", 1);
    private Participant participant = new Participant(
            "shopper-00001",
            Set.of(),
            true,
            "run1-0-00000001",
            "0123456789abcdef0123456789abcdef",
            Json.object().put("sharedBy", "friend-01"),
            () -> "0MZ8WQ3V7K2T1");
    private Outcome held = new OrderHeld(
            "0MZ8WQ3V7K2T1",
            participant.shopperId(),
            participant.requestKey(),
            participant.fingerprint(),
            "item",
            1,
            Money.ofFen(990),
            participant.source());
    private String line = Outcomes.write(held);

    @Benchmark
    public Purchase.Command read() throws MalformedJson {
        return purchase.read(Fields.of(Json.parseObject(body)), campaign);
    }

    @Benchmark
    public Decision decide() {
        return purchase.decide(rules, campaign, command, participant, NOW);
    }

    @Benchmark
    public String encode() {
        return Outcomes.write(held);
    }

    @Benchmark
    public Outcome decode() {
        return Outcomes.read(line);
    }

    private static Campaign campaign() {
        Terms terms = new Terms(
                "Sale",
                "Sale",
                null,
                NOW.minusSeconds(60),
                NOW.plusSeconds(3_600),
                null,
                900,
                1_000,
                1_000,
                Ack.SETTLED,
                StockShown.EXACT,
                ZoneOffset.UTC,
                Audience.EVERYBODY,
                "",
                true,
                Json.object());
        Offer offer = new Offer("item", "Item", Money.ofFen(990), Money.ofFen(990), 1_000);
        return new Campaign(
                "0MZ8WQ3V7K000", "flash_sale", CampaignState.LIVE, 1, terms, List.of(offer), "seller", NOW, NOW);
    }
}
