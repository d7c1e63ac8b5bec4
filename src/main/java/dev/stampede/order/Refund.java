package dev.stampede.order;

import dev.stampede.money.Money;

/**
 * Money to be given back.
 *
 * @param id the provider's name for it, the same at each attempt
 * @param transactionId the payment that it comes from
 * @param amount at most what that payment brought
 */
public record Refund(String id, String orderId, String transactionId, Money amount) {}
