package dev.stampede.order;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.money.Money;
import io.vertx.core.Future;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A provider for demos and tests: the client gets the notification complete and signed, and posting it is the payment. Its
 * keys come from the secrets of the tokens, so that every node can check what any node signed.
 */
public final class SimulatedPayments implements Payments {
    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] PURPOSE = "stampede simulated payments".getBytes(UTF_8);

    private volatile List<byte[]> keys;

    /**
     * @param jwtSecrets one or two: the first signs, each verifies
     */
    public SimulatedPayments(List<String> jwtSecrets) {
        this.keys = keys(jwtSecrets);
    }

    /** From now on these secrets count. */
    public void rotate(List<String> jwtSecrets) {
        keys = keys(jwtSecrets);
    }

    private static List<byte[]> keys(List<String> jwtSecrets) {
        if (jwtSecrets.isEmpty()) {
            throw new IllegalArgumentException("no secret to sign with");
        }
        return jwtSecrets.stream()
                .map(secret -> hmac(secret.getBytes(UTF_8), PURPOSE))
                .toList();
    }

    @Override
    public String provider() {
        return "simulated";
    }

    @Override
    public ObjectNode client(PaymentIntent intent) {
        ObjectNode client = Json.object();
        client.putObject("notify")
                .put("orderId", intent.orderId())
                .put("transactionId", intent.transactionId())
                .put("amountFen", intent.amount().fen())
                .put("signature", sign(intent.orderId(), intent.transactionId(), intent.amount()));
        return client;
    }

    @Override
    public boolean isGenuine(PaymentNotice notice) {
        byte[] given = notice.signature().getBytes(UTF_8);
        return keys.stream()
                .map(key -> signature(key, notice.orderId(), notice.transactionId(), notice.amount()))
                .anyMatch(right -> MessageDigest.isEqual(right.getBytes(UTF_8), given));
    }

    /** It has no account to give from: what is asked for is back at once. */
    @Override
    public Future<Boolean> refund(Refund refund) {
        return Future.succeededFuture(true);
    }

    /** The signature of a notice with these words. */
    public String sign(String orderId, String transactionId, Money amount) {
        return signature(keys.get(0), orderId, transactionId, amount);
    }

    /** Lengths stand before the words, so that no two notices have the same text. */
    private static String signature(byte[] key, String orderId, String transactionId, Money amount) {
        String text = orderId.length() + ":" + orderId + transactionId.length() + ":" + transactionId + amount.fen();
        return HexFormat.of().formatHex(hmac(key, text.getBytes(UTF_8)));
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
