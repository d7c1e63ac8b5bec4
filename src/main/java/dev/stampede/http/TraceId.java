package dev.stampede.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The 32 hex digits that tie an answer to its lines in the log: from the request's {@code traceparent}, else random. */
public final class TraceId {
    private static final String KEY = "traceId";
    private static final String RANDOM = "stampede.random";
    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern TRACEPARENT =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

    private TraceId() {}

    /** The id of this request; the same each time. */
    public static String of(RoutingContext context) {
        String known = context.get(KEY);
        if (known != null) {
            return known;
        }
        RandomGenerator random = context.get(RANDOM);
        if (random == null) {
            throw new IllegalStateException("this router was not built by Api");
        }
        String id = of(context.request(), random);
        context.put(KEY, id);
        return id;
    }

    /**
     * Most requests never need their id, so it is only made when somebody asks.
     *
     * @return whether this was the first call for the request
     */
    static boolean prepare(RoutingContext context, RandomGenerator random) {
        if (context.get(RANDOM) != null) {
            return false;
        }
        context.put(RANDOM, random);
        return true;
    }

    static String of(HttpServerRequest request, RandomGenerator random) {
        String parent = request.getHeader("traceparent");
        if (parent != null) {
            Matcher matcher = TRACEPARENT.matcher(parent);
            if (matcher.matches()) {
                return matcher.group(1);
            }
        }
        return HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
    }
}
