package dev.stampede.order;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;

/** A provider that takes the shopper's money, tells about it, and gives it back. */
public interface Payments {
    /** Its name on the wire and in tables. */
    String provider();

    /** What the client needs in order to pay. */
    ObjectNode client(PaymentIntent intent);

    /** Whether the notice comes from the provider, word for word. */
    boolean isGenuine(PaymentNotice notice);

    /**
     * Gives money back, or asks how that stands: however often it is called for one refund, the money goes back once. True
     * when it is back, false when it is on its way; fails when the provider can't be asked or refuses.
     */
    Future<Boolean> refund(Refund refund);
}
