package dev.stampede.participation;

import dev.stampede.campaign.Campaign;
import dev.stampede.inventory.CampaignKeys;
import dev.stampede.kind.Outcomes;
import dev.stampede.kind.Rejection;
import dev.stampede.kind.Span;
import dev.stampede.kind.Take;
import dev.stampede.redis.Commands;
import dev.stampede.redis.Invocation;
import dev.stampede.redis.Script;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Runs one batch of takes through the script of its action. */
final class RedisTakes {
    private final Commands commands;

    RedisTakes(Commands commands) {
        this.commands = commands;
    }

    /**
     * One script call.
     *
     * @param batchId 16 random hex digits
     * @param notAfter in Redis' clock, in ms: run later, the script refuses the batch whole
     * @param settledThrough the newest sequence that this node knows to be settled
     */
    record Batch(Script script, Live<?> live, String batchId, long notAfter, long settledThrough, List<Take> takes) {}

    Future<BatchReply> run(Batch batch) {
        Campaign campaign = batch.live().campaign();
        CampaignKeys keys = new CampaignKeys(campaign.id());
        Invocation call = batch.script().call();
        batch.script().keys().forEach(name -> call.key(name, keys.named(name)));
        call.arg("generation", batch.live().generation())
                .arg("revision", campaign.revision())
                .arg("batch", batch.batchId())
                .arg("notAfter", batch.notAfter())
                .arg("settledThrough", batch.settledThrough())
                .arg("windows", windows(batch.takes().get(0).windows()));
        for (Take take : batch.takes()) {
            Rejection refusal = take.refusal();
            List<String> values = List.of(
                    take.outcome().shopperId() + "|" + take.outcome().requestKey(),
                    take.outcome().fingerprint(),
                    refusal == null ? "" : refusal.name(),
                    take.outcome().id(),
                    take.outcome().shopperId(),
                    take.sku(),
                    Integer.toString(take.units()),
                    Outcomes.write(take.outcome()));
            call.each(values, take.more());
        }
        return commands.send(call.request()).map(reply -> BatchReply.of(Objects.requireNonNull(reply)));
    }

    private static String windows(List<Span> windows) {
        return windows.stream()
                .map(span -> span.from().toEpochMilli() + "-" + span.to().toEpochMilli())
                .collect(Collectors.joining(","));
    }
}
