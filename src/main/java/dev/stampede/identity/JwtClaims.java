package dev.stampede.identity;

import dev.stampede.identity.JwtTokens.Verified;
import dev.stampede.json.Name;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a token says, once its signature is known to be good. */
final class JwtClaims {
    /** The last second of a year with four digits. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private JwtClaims() {}

    /** The realm and the caller; claims of another shape throw {@link IllegalArgumentException}. */
    static Verified read(JsonObject claims) {
        Realm realm = Arrays.stream(Realm.values())
                .filter(candidate -> candidate.word().equals(claims.getValue("aud")))
                .findAny()
                .orElseThrow(() -> unreadable("aud"));
        Caller caller = new Caller(subject(claims), roles(claims), tags(claims), expiry(claims));
        return new Verified(realm, caller);
    }

    private static String subject(JsonObject claims) {
        if (claims.getValue("sub") instanceof String subject && Name.isName(subject)) {
            return subject;
        }
        throw unreadable("sub");
    }

    private static Instant expiry(JsonObject claims) {
        Object exp = claims.getValue("exp");
        if (exp instanceof Integer || exp instanceof Long) {
            long seconds = ((Number) exp).longValue();
            if (seconds >= 0 && seconds <= LAST_SECOND) {
                return Instant.ofEpochSecond(seconds);
            }
        }
        throw unreadable("exp");
    }

    /** A role that this engine does not know gives no right and does no harm. */
    private static Set<Role> roles(JsonObject claims) {
        Set<String> words = strings(claims.getValue("roles"), "roles");
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Role role : Role.values()) {
            if (words.contains(role.word())) {
                roles.add(role);
            }
        }
        return roles;
    }

    private static Set<String> tags(JsonObject claims) {
        return strings(claims.getValue("tags"), "tags");
    }

    private static Set<String> strings(@Nullable Object claim, String name) {
        if (claim == null) {
            return Set.of();
        }
        if (!(claim instanceof JsonArray array)) {
            throw unreadable(name);
        }
        Set<String> strings = new HashSet<>();
        for (Object element : array) {
            if (!(element instanceof String text)) {
                throw unreadable(name);
            }
            strings.add(text);
        }
        return strings;
    }

    private static IllegalArgumentException unreadable(String claim) {
        return new IllegalArgumentException("the claim " + claim + " is missing or has another shape");
    }
}
