package dev.stampede.audit;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.inventory.CampaignKeys;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A live campaign of a {@link Sale} with one held and one paid order, found sound, and the audit of it alone. */
final class SoundCampaign {
    static final Instant AT = Instant.parse("2026-05-01T00:00:00Z");
    static final Function<Duration, Future<Void>> NO_PAUSE = pause -> Future.succeededFuture();

    final String id;
    final CampaignKeys keys;

    /** Ann's two buns. */
    final String held;

    /** Bob's milk. */
    final String paid;

    private final Sale sale;

    SoundCampaign(Sale sale) {
        this(sale, 100);
    }

    SoundCampaign(Sale sale, int buns) {
        this.sale = sale;
        this.id = sale.open(buns);
        this.keys = new CampaignKeys(id);
        this.held = sale.buy(id, "ann", "buns", 2);
        this.paid = sale.buy(id, "bob", "milk", 1);
        sale.pay(paid, 500);
        sound();
    }

    AuditReport audit() {
        return get(audit(NO_PAUSE).only(id::equals).run());
    }

    /** An audit in whose second between two looks something happens. */
    AuditReport auditWithin(Runnable happens) {
        return get(audit(pause -> {
                    assertThat(pause).isEqualTo(Duration.ofSeconds(1));
                    return Future.fromCompletionStage(CompletableFuture.runAsync(happens));
                })
                .only(id::equals)
                .run());
    }

    Audit audit(Function<Duration, Future<Void>> pause) {
        return audit(pause, new AtomicInteger());
    }

    /** An audit after whose first pictures Redis moves on, so many times. */
    Audit audit(Function<Duration, Future<Void>> pause, AtomicInteger moves) {
        return PgAudit.create(
                sale.pool,
                request -> {
                    if (String.valueOf(request.command()).equals("time") && moves.getAndDecrement() > 0) {
                        sale.redis.send(Request.cmd(Command.HINCRBY, keys.campaign(), "stockVersion", "1"));
                    }
                    return sale.redis.send(request);
                },
                InstantSource.fixed(AT),
                pause);
    }

    /** The audit names this invariant and no other, with this detail. */
    AuditReport broken(String invariant, String detail) {
        AuditReport report = audit();
        assertThat(brokenIn(report)).as(() -> AuditText.write(report)).containsExactly(invariant);
        assertThat(report.ok()).isFalse();
        assertThat(detail(report, invariant)).contains("campaign " + id, detail);
        return report;
    }

    void sound() {
        AuditReport report = audit();
        assertThat(report.ok()).as(() -> AuditText.write(report)).isTrue();
    }

    static List<String> brokenIn(AuditReport report) {
        return report.invariants().stream()
                .filter(invariant -> !invariant.ok())
                .map(Invariant::id)
                .toList();
    }

    static String detail(AuditReport report, String invariant) {
        return report.invariants().stream()
                .filter(one -> one.id().equals(invariant))
                .findFirst()
                .orElseThrow()
                .detail();
    }
}
