package dev.stampede.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.tsid.Tsid;
import dev.stampede.http.Exchange;
import dev.stampede.http.Refusal;
import dev.stampede.http.Routes;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import dev.stampede.json.Times;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** The login of the demo: whoever gives a name is a shopper. */
public final class AuthRoutes implements Routes {
    private static final Duration LIFETIME = Duration.ofHours(24);

    private final JwtTokens tokens;
    private final InstantSource clock;
    private final boolean enabled;

    /** {@code enabled} is whether anybody may log in; when not, the path is unknown (404). */
    public AuthRoutes(JwtTokens tokens, InstantSource clock, boolean enabled) {
        this.tokens = tokens;
        this.clock = clock;
        this.enabled = enabled;
    }

    @Override
    public void mount(Router router) {
        router.post("/v1/auth/demo").handler(this::login);
    }

    private void login(RoutingContext context) {
        if (!enabled) {
            throw Refusal.of(404, "NOT_FOUND");
        }
        Fields fields = Fields.of(Exchange.body(context));
        String name = fields.name("name");
        Exchange.refuseIfWrong(fields);
        String shopperId = shopperId(name);
        Instant expiresAt = clock.instant().plus(LIFETIME).truncatedTo(ChronoUnit.SECONDS);
        ObjectNode answer = Json.object();
        answer.put("token", tokens.sign(Realm.SHOPPER, shopperId, Set.of(), Set.of(), expiresAt));
        answer.put("expiresAt", Times.write(expiresAt));
        answer.put("shopperId", shopperId);
        Exchange.answer(context, 201, answer);
    }

    /** The same name is the same shopper, on every node and after every restart. */
    static String shopperId(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return Tsid.from(ByteBuffer.wrap(hash).getLong()).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
