package dev.stampede.order;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A provider that takes the shopper's money and tells about it. */
public interface Payments {
    /** Its name on the wire and in tables. */
    String provider();

    /** What the client needs in order to pay. */
    ObjectNode client(PaymentIntent intent);

    /** Whether the notice comes from the provider, word for word. */
    boolean isGenuine(PaymentNotice notice);
}
