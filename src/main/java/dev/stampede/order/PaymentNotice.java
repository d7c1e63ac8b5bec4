package dev.stampede.order;

import dev.stampede.money.Money;

/**
 * A provider's word that a shopper paid.
 *
 * @param transactionId the same in every repetition, another in every payment
 * @param signature the proof that it is the provider's word, not yet checked
 */
public record PaymentNotice(String orderId, String transactionId, Money amount, String signature) {}
