package dev.stampede.identity;

import dev.stampede.http.Exchange;
import dev.stampede.http.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stands before a route: lets pass who carries a good token of the right realm and role. */
public final class JwtGuard {
    private static final String CALLER = "stampede.caller";
    private static final String BEARER = "Bearer ";

    private final JwtTokens tokens;

    public JwtGuard(JwtTokens tokens) {
        this.tokens = tokens;
    }

    /** Any shopper; else 401. */
    public Handler<RoutingContext> shopper() {
        return context -> admit(context, Realm.SHOPPER, Set.of());
    }

    /** An operator with one of these roles, or with any role when none is named; else 401 or 403. */
    public Handler<RoutingContext> operations(Role... anyOf) {
        Set<Role> roles = anyOf.length == 0 ? Set.of(Role.values()) : Set.copyOf(Arrays.asList(anyOf));
        return context -> admit(context, Realm.OPERATIONS, roles);
    }

    /** Who passed the guard of this route. */
    public static Caller caller(RoutingContext context) {
        return context.get(CALLER);
    }

    /** The shopper who asks, when the token is good; null leaves it to {@link #shopper()} to say what is wrong. */
    public @Nullable Caller shopper(HttpServerRequest request) {
        String token = token(Exchange.header(request, HttpHeaders.AUTHORIZATION));
        if (token == null) {
            return null;
        }
        Future<Caller> caller = tokens.verify(Realm.SHOPPER, token);
        return caller.succeeded() ? caller.result() : null;
    }

    private static @Nullable String token(@Nullable String header) {
        return header != null && header.startsWith(BEARER) ? header.substring(BEARER.length()) : null;
    }

    private void admit(RoutingContext context, Realm realm, Set<Role> anyOf) {
        String token = token(Exchange.header(context.request(), HttpHeaders.AUTHORIZATION));
        if (token == null) {
            context.fail(Refusal.of(401, "UNAUTHENTICATED"));
            return;
        }
        tokens.verify(realm, token)
                .onSuccess(caller -> {
                    if (!anyOf.isEmpty() && caller.roles().stream().noneMatch(anyOf::contains)) {
                        context.fail(Refusal.of(403, "FORBIDDEN"));
                        return;
                    }
                    context.put(CALLER, caller);
                    context.next();
                })
                .onFailure(context::fail);
    }
}
