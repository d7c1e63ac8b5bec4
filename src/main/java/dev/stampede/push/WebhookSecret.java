package dev.stampede.push;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a webhook is signed with, in the form of Standard Webhooks.
 *
 * @param text {@code whsec_} and the key in base 64
 */
record WebhookSecret(String text) {
    private static final String PREFIX = "whsec_";
    private static final int KEY_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    /** @param random must not be guessed */
    static WebhookSecret make(RandomGenerator random) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return new WebhookSecret(PREFIX + Base64.getEncoder().encodeToString(key));
    }

    /** The header {@code webhook-signature}: one signature for each secret, so that a receiver needs only one of them. */
    static String sign(List<WebhookSecret> secrets, String id, long seconds, byte[] body) {
        return secrets.stream().map(secret -> secret.sign(id, seconds, body)).collect(Collectors.joining(" "));
    }

    private String sign(String id, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(text.substring(PREFIX.length())), ALGORITHM));
            mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return PREFIX + "***";
    }
}
