package dev.stampede.order;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The answer to a purchase, from the order to the bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OrderJsonBenchmark {
    private static final Instant AT = Instant.parse("2026-11-11T12:00:00.123Z");

    private Order order = new Order(
            "0MZ8WQ3V7K2T1",
            "0MZ8WQ3V7K000",
            "flash_sale",
            "shopper-00001",
            "item",
            1,
            Money.ofFen(990),
            Money.ofFen(990),
            Money.ZERO,
            OrderState.HELD,
            AT.plusSeconds(900),
            AT,
            Json.object().put("sharedBy", "friend-01"),
            null,
            List.of(new HistoryEntry(null, OrderState.HELD, AT, "purchase")));

    @Benchmark
    public byte[] write() {
        ObjectNode body = Json.object();
        body.set("order", OrderJson.write(order));
        return Json.bytes(body);
    }
}
