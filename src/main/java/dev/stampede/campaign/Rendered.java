package dev.stampede.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stampede.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A JSON answer, ready to be sent many times.
 *
 * @param etag a strong validator: it differs when any byte of the body does
 */
record Rendered(String body, String etag) {
    private static final int ETAG_BYTES = 12;

    static Rendered of(JsonNode json) {
        String body = Json.write(json);
        return new Rendered(body, '"' + HexFormat.of().formatHex(digest(body), 0, ETAG_BYTES) + '"');
    }

    /** Whether a client that sends this {@code If-None-Match} has the same body already. */
    boolean isKnownTo(@Nullable String ifNoneMatch) {
        if (ifNoneMatch == null) {
            return false;
        }
        for (String tag : ifNoneMatch.split(",")) {
            String opaque = tag.strip().startsWith("W/") ? tag.strip().substring(2) : tag.strip();
            if (opaque.equals(etag) || opaque.equals("*")) {
                return true;
            }
        }
        return false;
    }

    private static byte[] digest(String body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a JDK without SHA-256", e);
        }
    }
}
