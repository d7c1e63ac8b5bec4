package dev.stampede.order;

import dev.stampede.money.Money;
import java.time.Instant;

/**
 * The one way in which an order is to be paid.
 *
 * @param id a TSID of 13 characters
 * @param provider the name of the {@link Payments}
 * @param transactionId the provider's name for the payment to come
 * @param expiresAt the order's {@code payBy}; a later payment is still taken
 */
public record PaymentIntent(
        String id, String orderId, String provider, String transactionId, Money amount, Instant expiresAt) {}
