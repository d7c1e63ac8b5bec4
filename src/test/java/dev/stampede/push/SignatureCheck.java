package dev.stampede.push;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** HMAC-SHA256 by RFC 2104, written out, and the check that Standard Webhooks asks of a receiver. */
final class SignatureCheck {
    private static final int BLOCK = 64;

    private SignatureCheck() {}

    /** Whether one of the signatures in the header is this secret's. */
    static boolean isSigned(String secret, String id, String timestamp, String body, String header) {
        byte[] key = Base64.getDecoder().decode(secret.replaceFirst("whsec_", ""));
        byte[] content = (id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8);
        byte[] inner = sha256(join(pad(key, 0x36), content));
        byte[] mac = sha256(join(pad(key, 0x5c), inner));
        return Arrays.asList(header.split(" "))
                .contains("v1," + Base64.getEncoder().encodeToString(mac));
    }

    private static byte[] pad(byte[] key, int with) {
        byte[] padded = Arrays.copyOf(key, BLOCK);
        for (int i = 0; i < BLOCK; i++) {
            padded[i] ^= (byte) with;
        }
        return padded;
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
