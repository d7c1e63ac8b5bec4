package dev.stampede.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.order.PaymentIntent;
import dev.stampede.order.PaymentNotice;
import dev.stampede.order.Payments;
import dev.stampede.order.Refund;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** A bank that does not do at once what it is asked for. Only a demo or a test puts it before the real one. */
public final class UnrulyBank implements Payments {
    private final Payments real;
    private final RandomGenerator random;
    private final int mostFailures;
    private final Map<String, Integer> failuresLeft = new ConcurrentHashMap<>();

    /**
     * @param random decides how often each refund fails; safe to use from several threads
     * @param mostFailures attempts that a refund fails at most, 0 or more
     */
    public UnrulyBank(Payments real, RandomGenerator random, int mostFailures) {
        this.real = real;
        this.random = random;
        this.mostFailures = mostFailures;
    }

    @Override
    public String provider() {
        return real.provider();
    }

    @Override
    public ObjectNode client(PaymentIntent intent) {
        return real.client(intent);
    }

    @Override
    public boolean isGenuine(PaymentNotice notice) {
        return real.isGenuine(notice);
    }

    @Override
    public Future<Boolean> refund(Refund refund) {
        int left = failuresLeft.merge(refund.id(), random.nextInt(mostFailures + 1), (old, drawn) -> old - 1);
        return left > 0 ? Future.failedFuture("the bank is out to lunch") : real.refund(refund);
    }
}
