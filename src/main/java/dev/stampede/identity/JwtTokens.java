package dev.stampede.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.stampede.http.Refusal;
import dev.stampede.json.Json;
import dev.stampede.json.MalformedJson;
import dev.stampede.json.Name;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Signs and verifies tokens (HS256). Verified ones are remembered, so that a busy shopper costs one signature. */
public final class JwtTokens {
    private static final int MIN_SECRET = 32;
    private static final String ALGORITHM = "HS256";
    private static final String ISSUER = "stampede";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{43}");

    /** Room for about 200,000 tokens of ordinary length, and never more than that in bytes. */
    private static final long CACHED_BYTES = 100L << 20;

    private static final int ENTRY_BYTES = 256;

    private final Vertx vertx;
    private final InstantSource clock;
    private volatile Keys keys;

    /**
     * @param secrets one or two of at least 32 characters: the first signs, each verifies
     * @throws IllegalArgumentException for other numbers or lengths
     */
    public JwtTokens(Vertx vertx, List<String> secrets, InstantSource clock) {
        this.vertx = vertx;
        this.clock = clock;
        this.keys = keys(vertx, secrets);
    }

    /** What belongs to one set of secrets. Other secrets bring a cache of their own: what a dropped one vouched for is void. */
    private record Keys(JWTAuth signer, Map<String, JWTAuth> verifiers, Cache<Token, Verified> cache) {}

    /** From now on these secrets count, under the same rules as the first ones. */
    public void rotate(List<String> secrets) {
        keys = keys(vertx, secrets);
    }

    private static Keys keys(Vertx vertx, List<String> secrets) {
        if (secrets.isEmpty() || secrets.size() > 2) {
            throw new IllegalArgumentException("one or two token secrets are needed, not " + secrets.size());
        }
        if (secrets.stream().anyMatch(secret -> secret.length() < MIN_SECRET)) {
            throw new IllegalArgumentException("a token secret needs at least " + MIN_SECRET + " characters");
        }
        Map<String, JWTAuth> verifiers = new LinkedHashMap<>();
        for (String secret : secrets) {
            verifiers.put(keyId(secret), auth(vertx, secret));
        }
        Cache<Token, Verified> cache = Caffeine.newBuilder()
                .maximumWeight(CACHED_BYTES)
                .weigher((Token token, Verified verified) -> token.text().length() + ENTRY_BYTES)
                .executor(Runnable::run)
                .build();
        return new Keys(auth(vertx, secrets.get(0)), verifiers, cache);
    }

    /** A signed token that is good from now on for {@code lifetime}. */
    public String sign(Realm realm, String subject, Set<Role> roles, Set<String> tags, Duration lifetime) {
        return sign(realm, subject, roles, tags, clock.instant().plus(lifetime));
    }

    /**
     * A signed token that is good until {@code expiresAt}, in whole seconds.
     *
     * @throws IllegalArgumentException when the subject is not {@code [A-Za-z0-9_-]{1,64}}
     */
    public String sign(Realm realm, String subject, Set<Role> roles, Set<String> tags, Instant expiresAt) {
        if (!Name.isName(subject)) {
            throw new IllegalArgumentException("the subject of a token must match " + Name.rule(1));
        }
        JsonObject claims = new JsonObject()
                .put("iss", ISSUER)
                .put("aud", realm.word())
                .put("sub", subject)
                .put("iat", clock.instant().getEpochSecond())
                .put("exp", expiresAt.getEpochSecond());
        switch (realm) {
            case SHOPPER ->
                claims.put("tags", new JsonArray(tags.stream().sorted().toList()));
            case OPERATIONS ->
                claims.put(
                        "roles",
                        new JsonArray(roles.stream().sorted().map(Role::word).toList()));
        }
        return keys.signer()
                .generateToken(claims, new JWTOptions().setAlgorithm(ALGORITHM).setNoTimestamp(true));
    }

    /**
     * Who the token speaks for; the future is complete. Fails with a {@link Refusal}: 401 when it is not a good token or has
     * expired, 403 when it is a good token of the other realm.
     */
    public Future<Caller> verify(Realm realm, String token) {
        Keys current = keys;
        Token key = new Token(token);
        Verified known = current.cache().getIfPresent(key);
        if (known != null) {
            return admit(realm, known);
        }
        return check(current, token)
                .onSuccess(verified -> current.cache().put(key, verified))
                .compose(verified -> admit(realm, verified), failure -> notGood());
    }

    private boolean isInTime(Verified verified) {
        return clock.instant().isBefore(verified.caller().expiresAt());
    }

    private Future<Caller> admit(Realm realm, Verified verified) {
        if (!isInTime(verified)) {
            return notGood();
        }
        return verified.realm() == realm
                ? Future.succeededFuture(verified.caller())
                : Future.failedFuture(Refusal.of(403, "FORBIDDEN"));
    }

    private static Future<Verified> check(Keys keys, String token) {
        JWTAuth verifier = TOKEN.matcher(token).matches() ? keys.verifiers().get(keyIdOf(token)) : null;
        if (verifier == null) {
            return notGood();
        }
        return Future.succeededFuture(new TokenCredentials(token))
                .compose(verifier::authenticate)
                .map(user -> JwtClaims.read(user.attributes().getJsonObject("accessToken")));
    }

    private static <T> Future<T> notGood() {
        return Future.failedFuture(Refusal.of(401, "UNAUTHENTICATED"));
    }

    /** The key that the token names in its header; empty when the header is not one of ours. */
    private static String keyIdOf(String token) {
        try {
            byte[] header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
            ObjectNode fields = Json.parseObject(header);
            return ALGORITHM.equals(fields.path("alg").textValue())
                    ? fields.path("kid").asText()
                    : "";
        } catch (IllegalArgumentException | MalformedJson e) {
            return "";
        }
    }

    private static JWTAuth auth(Vertx vertx, String secret) {
        PubSecKeyOptions key = new PubSecKeyOptions()
                .setAlgorithm(ALGORITHM)
                .setId(keyId(secret))
                .setBuffer(secret);
        // Expiry is checked here against the injected clock, at each use and not only at the first.
        JWTOptions options = new JWTOptions().setIssuer(ISSUER).setIgnoreExpiration(true);
        return JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(key).setJWTOptions(options));
    }

    private static String keyId(String secret) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * A token by its text. A few characters of the signature tell kept ones apart as well as the whole text would: nobody
     * without the secret can make two that are kept with the same ones.
     */
    private record Token(String text) {
        private static final int TELLING = 8;

        @Override
        public int hashCode() {
            int hash = 0;
            for (int i = Math.max(0, text.length() - TELLING); i < text.length(); i++) {
                hash = 31 * hash + text.charAt(i);
            }
            return hash;
        }
    }

    /** A token whose signature and claims were found good once. */
    record Verified(Realm realm, Caller caller) {}
}
