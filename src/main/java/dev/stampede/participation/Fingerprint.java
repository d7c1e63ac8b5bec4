package dev.stampede.participation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What tells a repeated request from another one under the same key: half of a SHA-256, in hex. */
final class Fingerprint {
    private Fingerprint() {}

    static String of(String action, String canonicalBody) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((action + "\n" + canonicalBody).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
