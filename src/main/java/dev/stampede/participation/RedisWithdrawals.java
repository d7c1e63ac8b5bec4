package dev.stampede.participation;

import dev.stampede.campaign.Withdrawals;
import dev.stampede.inventory.RedisInventory;
import dev.stampede.kind.Outcomes;
import dev.stampede.kind.StockWithdrawn;
import dev.stampede.participation.RedisOwnTakes.Counter;
import dev.stampede.participation.RedisOwnTakes.Head;
import dev.stampede.participation.RedisOwnTakes.OwnAnswer;
import dev.stampede.redis.Invocation;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.function.Supplier;

/** Takes units out of offers over the road of takes. */
public final class RedisWithdrawals implements Withdrawals {
    private static final String COUNTER =
            "SELECT generation, settled_through FROM campaign_counter WHERE campaign_id = $1::text";

    private final RedisOwnTakes takes;
    private final Supplier<String> ids;

    public RedisWithdrawals(RedisOwnTakes takes, Supplier<String> ids) {
        this.takes = takes;
        this.ids = ids;
    }

    @Override
    public Future<Answer> withdraw(String campaignId, String sku, long units, String actor, String reason) {
        String id = ids.get();
        StockWithdrawn outcome = new StockWithdrawn(
                id, "w:" + id, Fingerprint.of("withdraw", sku + " " + units), sku, units, actor, reason);
        return takes.pool()
                .preparedQuery(COUNTER)
                .execute(Tuple.of(campaignId))
                .map(rows -> Counter.of(campaignId, rows.iterator().next()))
                .compose(counter -> takes.take(counter, outcome, head -> call(head, outcome)))
                .map(RedisWithdrawals::answer);
    }

    private static Invocation call(Head head, StockWithdrawn outcome) {
        Invocation call = RedisInventory.WITHDRAW
                .call()
                .key("campaign", head.keys().campaign())
                .key("request", head.keys().request())
                .key("outbox", head.keys().outbox());
        return head.arguments(call)
                .arg("request", outcome.shopperId() + "|" + outcome.requestKey())
                .arg("fingerprint", outcome.fingerprint())
                .arg("outcome", outcome.id())
                .arg("sku", outcome.sku())
                .arg("units", outcome.units())
                .arg("payload", Outcomes.write(outcome));
    }

    private static Answer answer(OwnAnswer answer) {
        return switch (answer.word()) {
            case "OK" -> new Answer(Verdict.WITHDRAWN, answer.left());
            case "SOLD_OUT" -> new Answer(Verdict.TOO_FEW_LEFT, answer.left());
            case "BUSY" -> new Answer(Verdict.BUSY, 0);
            default -> throw new IllegalStateException("the withdrawal script said " + answer.word());
        };
    }
}
