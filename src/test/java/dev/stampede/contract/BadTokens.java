package dev.stampede.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens made by hand, each wrong in the one way that its name says. */
final class BadTokens {
    private final String secret;
    private final JsonObject header;
    private final JsonObject claims;

    private BadTokens(String secret, boolean isOperations) {
        this.secret = secret;
        this.header = new JsonObject().put("typ", "JWT").put("alg", "HS256").put("kid", keyId(secret));
        this.claims = new JsonObject()
                .put("iss", "stampede")
                .put("aud", isOperations ? "operations" : "shopper")
                .put("sub", "ann")
                .put("iat", now() - 10)
                .put("exp", now() + 3_600);
        if (isOperations) {
            claims.put("roles", new JsonArray().add("operator"));
        }
    }

    /** The token of that name for one server. */
    static String named(String name, String secret, boolean isOperations) {
        return new BadTokens(secret, isOperations).named(name);
    }

    private String named(String name) {
        switch (name) {
            case "alg_none" -> {
                header.put("alg", "none");
                return encode(header) + "." + encode(claims) + ".";
            }
            case "alg_none_signed" -> header.put("alg", "none");
            case "alg_hs512" -> header.put("alg", "HS512");
            case "bad_kid" -> header.put("kid", "00000000");
            case "no_kid" -> header.remove("kid");
            case "kid_of_a_path" -> header.put("kid", "../../../../dev/null");
            case "other_secret" -> {
                return signed("another secret of thirty-two characters");
            }
            case "other_issuer" -> claims.put("iss", "somebody");
            case "no_issuer" -> claims.remove("iss");
            case "no_expiry" -> claims.remove("exp");
            case "endless" -> claims.put("exp", 1e300);
            case "expired" -> claims.put("exp", now() - 1);
            case "no_subject" -> claims.remove("sub");
            case "odd_subject" -> claims.put("sub", "ann\r\nERROR forged");
            case "two_audiences" ->
                claims.put("aud", new JsonArray().add("shopper").add("operations"));
            case "no_role" -> claims.put("roles", new JsonArray());
            case "unknown_role" -> claims.put("roles", new JsonArray().add("root"));
            case "role_as_text" -> claims.put("roles", "operator");
            default -> throw new IllegalArgumentException("nobody is called " + name);
        }
        return signed(secret);
    }

    private String signed(String key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String text = encode(header) + "." + encode(claims);
            return text + "." + base64(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String keyId(String secret) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 4);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(JsonObject json) {
        return base64(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }
}
