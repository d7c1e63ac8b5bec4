package dev.stampede.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.http.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtTokensTest {
    private static final String OLD = "an old secret of thirty-two or more characters";
    private static final String NEW = "a new secret of thirty-two or more characters!";
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    private static final Vertx VERTX = Vertx.vertx();

    private Instant now = START;
    private final JwtTokens tokens = new JwtTokens(VERTX, List.of(NEW, OLD), () -> now);

    @AfterAll
    static void stop() {
        VERTX.close().await();
    }

    @Test
    void a_shopper_comes_back_with_tags_and_expiry() {
        String token = tokens.sign(Realm.SHOPPER, "0ABC", Set.of(), Set.of("gold", "team-7"), Duration.ofHours(1));
        assertThat(tokens.verify(Realm.SHOPPER, token).result())
                .isEqualTo(new Caller("0ABC", Set.of(), Set.of("gold", "team-7"), START.plusSeconds(3_600)));
    }

    @Test
    void an_operator_comes_back_with_roles() {
        Set<Role> roles = Set.of(Role.FINANCE, Role.PUSH);
        String token = tokens.sign(Realm.OPERATIONS, "olga", roles, Set.of(), Duration.ofHours(1));
        assertThat(tokens.verify(Realm.OPERATIONS, token).result())
                .isEqualTo(new Caller("olga", roles, Set.of(), START.plusSeconds(3_600)));
    }

    @Test
    void the_claims_are_those_of_the_contract() {
        String token = tokens.sign(Realm.OPERATIONS, "olga", Set.of(Role.PUSH), Set.of(), Duration.ofMinutes(1));
        String[] parts = token.split("\\.");
        assertThat(decode(parts[0]))
                .isEqualTo(
                        new JsonObject().put("typ", "JWT").put("alg", "HS256").put("kid", keyId(NEW)));
        assertThat(decode(parts[1]))
                .isEqualTo(new JsonObject()
                        .put("iss", "stampede")
                        .put("aud", "operations")
                        .put("sub", "olga")
                        .put("iat", START.getEpochSecond())
                        .put("exp", START.getEpochSecond() + 60)
                        .put("roles", new JsonArray().add("push")));
    }

    @Test
    void the_first_secret_signs_and_both_verify() {
        JwtTokens before = new JwtTokens(VERTX, List.of(OLD), () -> now);
        JwtTokens after = new JwtTokens(VERTX, List.of(NEW), () -> now);
        String old = before.sign(Realm.SHOPPER, "ann", Set.of(), Set.of(), Duration.ofHours(1));
        String fresh = tokens.sign(Realm.SHOPPER, "ann", Set.of(), Set.of(), Duration.ofHours(1));
        assertThat(tokens.verify(Realm.SHOPPER, old).succeeded()).isTrue();
        assertThat(after.verify(Realm.SHOPPER, fresh).succeeded()).isTrue();
        assertRefused(before.verify(Realm.SHOPPER, fresh), 401);
        assertRefused(after.verify(Realm.SHOPPER, old), 401);
    }

    @Test
    void a_good_token_of_the_other_realm_is_forbidden_also_when_it_is_remembered() {
        String token = tokens.sign(Realm.SHOPPER, "ann", Set.of(), Set.of(), Duration.ofHours(1));
        assertRefused(tokens.verify(Realm.OPERATIONS, token), 403);
        assertThat(tokens.verify(Realm.SHOPPER, token).succeeded()).isTrue();
        assertRefused(tokens.verify(Realm.OPERATIONS, token), 403);
    }

    @Test
    void a_token_ends_when_it_says_also_when_it_is_remembered() {
        String token = tokens.sign(Realm.SHOPPER, "ann", Set.of(), Set.of(), Duration.ofSeconds(60));
        now = START.plusSeconds(59);
        assertThat(tokens.verify(Realm.SHOPPER, token).succeeded()).isTrue();
        now = START.plusSeconds(60);
        assertRefused(tokens.verify(Realm.SHOPPER, token), 401);
        assertRefused(new JwtTokens(VERTX, List.of(NEW), () -> now).verify(Realm.SHOPPER, token), 401);
    }

    @Test
    void a_remembered_token_opens_the_door_to_no_other() {
        String token = tokens.sign(Realm.SHOPPER, "ann", Set.of(), Set.of(), Duration.ofHours(1));
        assertThat(tokens.verify(Realm.SHOPPER, token).succeeded()).isTrue();
        String[] parts = token.split("\\.");
        String forged = encode(decode(parts[1]).put("sub", "bob"));
        assertRefused(tokens.verify(Realm.SHOPPER, parts[0] + "." + forged + "." + parts[2]), 401);
        assertRefused(tokens.verify(Realm.SHOPPER, token + "."), 401);
        assertRefused(tokens.verify(Realm.SHOPPER, token.substring(0, token.length() - 1)), 401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b", "a.b.c", "a.b.c.d", "not a token", "抢", "null"})
    void rubbish_is_refused(String token) {
        assertRefused(tokens.verify(Realm.SHOPPER, token), 401);
    }

    @Test
    void a_token_signed_by_hand_is_good() {
        assertThat(tokens.verify(Realm.SHOPPER, signed(header(), claims())).succeeded())
                .isTrue();
        assertThat(tokens.verify(
                                Realm.SHOPPER,
                                signed(header(), claims().put("aud", "shopper").put("more", 1)))
                        .succeeded())
                .isTrue();
    }

    @Test
    void another_header_is_refused() {
        String none = encode(header().put("alg", "none")) + "." + encode(claims());
        assertRefused(tokens.verify(Realm.SHOPPER, none), 401);
        assertRefused(tokens.verify(Realm.SHOPPER, none + "."), 401);
        assertRefused(tokens.verify(Realm.SHOPPER, none + "." + "A".repeat(43)), 401);
        for (JsonObject header : List.of(
                header().put("alg", "none"),
                header().put("alg", "HS512"),
                header().put("alg", "hs256"),
                header().put("kid", "00000000"),
                header().put("kid", 7),
                without(header(), "kid"),
                without(header(), "alg"))) {
            assertRefused(tokens.verify(Realm.SHOPPER, signed(header, claims())), 401);
        }
    }

    @Test
    void other_claims_are_refused() {
        for (JsonObject claims : List.of(
                without(claims(), "exp"),
                claims().put("exp", String.valueOf(START.getEpochSecond() + 60)),
                claims().put("exp", START.getEpochSecond() - 1),
                claims().put("exp", -1),
                claims().put("exp", Long.MAX_VALUE),
                without(claims(), "iss"),
                claims().put("iss", "somebody"),
                without(claims(), "aud"),
                claims().put("aud", "nobody"),
                without(claims(), "sub"),
                claims().put("sub", "{c:1}"),
                claims().put("sub", "x".repeat(65)),
                claims().put("sub", 7),
                claims().put("tags", "gold"),
                claims().put("tags", new JsonArray().add(1)))) {
            assertRefused(tokens.verify(Realm.SHOPPER, signed(header(), claims)), 401);
        }
    }

    @Test
    void a_role_that_is_not_known_gives_nothing() {
        JsonObject claims = claims().put("aud", "operations")
                .put("roles", new JsonArray().add("push").add("king"));
        Caller caller =
                tokens.verify(Realm.OPERATIONS, signed(header(), claims)).result();
        assertThat(caller.roles()).containsExactly(Role.PUSH);
    }

    @Test
    void weak_secrets_and_other_numbers_of_them_are_refused() {
        for (List<String> secrets :
                List.of(List.<String>of(), List.of("short"), List.of(NEW, "short"), List.of(NEW, OLD, OLD + "!"))) {
            assertThatThrownBy(() -> new JwtTokens(VERTX, secrets, () -> now))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("short");
        }
    }

    @Test
    void other_secrets_count_at_once_and_void_what_a_dropped_one_vouched_for() {
        JwtTokens rotating = new JwtTokens(VERTX, List.of(OLD), () -> now);
        String old = rotating.sign(Realm.SHOPPER, "ann", Set.of(), Set.of(), Duration.ofHours(1));
        assertThat(rotating.verify(Realm.SHOPPER, old).succeeded()).isTrue();

        rotating.rotate(List.of(NEW, OLD));
        String fresh = rotating.sign(Realm.SHOPPER, "ann", Set.of(), Set.of(), Duration.ofHours(1));
        assertThat(rotating.verify(Realm.SHOPPER, old).succeeded()).isTrue();
        assertThat(decode(fresh.split("\\.")[0]).getString("kid")).isEqualTo(keyId(NEW));

        rotating.rotate(List.of(NEW));
        assertRefused(rotating.verify(Realm.SHOPPER, old), 401);
        assertThat(rotating.verify(Realm.SHOPPER, fresh).succeeded()).isTrue();
        assertThatThrownBy(() -> rotating.rotate(List.of("short"))).isInstanceOf(IllegalArgumentException.class);
        assertThat(rotating.verify(Realm.SHOPPER, fresh).succeeded()).isTrue();
    }

    private static JsonObject header() {
        return new JsonObject().put("typ", "JWT").put("alg", "HS256").put("kid", keyId(NEW));
    }

    private static JsonObject claims() {
        return new JsonObject()
                .put("iss", "stampede")
                .put("aud", "shopper")
                .put("sub", "ann")
                .put("exp", START.getEpochSecond() + 60);
    }

    private static JsonObject without(JsonObject object, String name) {
        object.remove(name);
        return object;
    }

    private static String signed(JsonObject header, JsonObject claims) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(NEW.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String text = encode(header) + "." + encode(claims);
            byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String keyId(String secret) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, 8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(JsonObject json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    private static JsonObject decode(String part) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }

    private static void assertRefused(Future<Caller> verified, int status) {
        assertThat(verified.failed()).isTrue();
        assertThat(verified.cause()).isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(
                        refusal.problem().status())
                .isEqualTo(status));
    }
}
