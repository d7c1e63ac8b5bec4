package dev.stampede.participation;

import dev.stampede.campaign.CampaignState;
import dev.stampede.inventory.RedisInventory;
import dev.stampede.kind.OrderReacquired;
import dev.stampede.kind.Outcomes;
import dev.stampede.order.Order;
import dev.stampede.order.OrderState;
import dev.stampede.order.Reacquisition;
import dev.stampede.participation.RedisOwnTakes.Counter;
import dev.stampede.participation.RedisOwnTakes.Head;
import dev.stampede.participation.RedisOwnTakes.OwnAnswer;
import dev.stampede.redis.Invocation;
import dev.stampede.redis.RedisUnavailable;
import dev.stampede.settlement.OutcomeUnknown;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.EnumSet;
import java.util.Set;

/**
 * Takes the units of an expired order again for late money, over the road of takes. The request key is the order's, so an order
 * is re-acquired once at most, and the fingerprint is the payment's, so that a second payment is not mistaken for the first.
 */
public final class RedisReacquisition implements Reacquisition {
    private static final Set<CampaignState> CLOSED =
            EnumSet.of(CampaignState.CANCELLED, CampaignState.SETTLED, CampaignState.ARCHIVED);
    private static final String STANDING = """
            SELECT k.generation, k.settled_through, c.state AS campaign_state, o.state AS order_state,
                   t.id IS NOT NULL AS is_settled, t.void_reason,
                   EXISTS (SELECT FROM release r WHERE r.hold_id = o.hold_id AND r.done_at IS NULL) AS is_returning
            FROM orders o
            JOIN campaign c ON c.id = o.campaign_id
            JOIN campaign_counter k ON k.campaign_id = o.campaign_id
            LEFT JOIN accepted_take t ON t.id = $2::text
            WHERE o.id = $1::text
            """;

    private final RedisOwnTakes takes;

    public RedisReacquisition(RedisOwnTakes takes) {
        this.takes = takes;
    }

    @Override
    public Future<Verdict> take(Order order, String paymentId) {
        return takes.pool()
                .preparedQuery(STANDING)
                .execute(Tuple.of(order.id(), paymentId))
                .compose(rows -> rows.size() == 1
                        ? take(order, paymentId, rows.iterator().next())
                        : Future.failedFuture(new IllegalStateException("no order " + order.id())));
    }

    private Future<Verdict> take(Order order, String paymentId, Row standing) {
        if (standing.getBoolean("is_settled")) {
            return Future.succeededFuture(verdict(standing.getString("void_reason") != null));
        }
        boolean isPayable = standing.getString("order_state").equals(OrderState.EXPIRED.word())
                && !CLOSED.contains(CampaignState.ofWord(standing.getString("campaign_state")));
        if (!isPayable) {
            return Future.succeededFuture(Verdict.REFUSED);
        }
        if (standing.getBoolean("is_returning")) {
            // Redis still counts the old hold against the shopper's own limit.
            return Future.succeededFuture(Verdict.LATER);
        }
        OrderReacquired outcome = new OrderReacquired(
                paymentId,
                order.id(),
                order.shopperId(),
                "r:" + order.id(),
                Fingerprint.of("reacquire", paymentId),
                order.sku(),
                order.quantity());
        return takes.take(Counter.of(order.campaignId(), standing), outcome, head -> call(head, outcome))
                .map(RedisReacquisition::verdict)
                .recover(RedisReacquisition::notYet);
    }

    private static Invocation call(Head head, OrderReacquired outcome) {
        Invocation call = RedisInventory.REACQUIRE
                .call()
                .key("campaign", head.keys().campaign())
                .key("request", head.keys().request())
                .key("shopper", head.keys().shopper())
                .key("held", head.keys().held())
                .key("outbox", head.keys().outbox());
        return head.arguments(call)
                .arg("request", outcome.shopperId() + "|" + outcome.requestKey())
                .arg("fingerprint", outcome.fingerprint())
                .arg("outcome", outcome.id())
                .arg("shopper", outcome.shopperId())
                .arg("sku", outcome.sku())
                .arg("units", outcome.quantity())
                .arg("payload", Outcomes.write(outcome));
    }

    private static Verdict verdict(OwnAnswer answer) {
        return answer.settled() != null
                ? verdict(answer.settled().isVoid())
                : answer.word().equals("BUSY") ? Verdict.LATER : Verdict.REFUSED;
    }

    private static Verdict verdict(boolean isVoid) {
        return isVoid ? Verdict.REFUSED : Verdict.TAKEN;
    }

    private static Future<Verdict> notYet(Throwable e) {
        return e instanceof RedisUnavailable || e instanceof OutcomeUnknown
                ? Future.succeededFuture(Verdict.LATER)
                : Future.failedFuture(e);
    }
}
