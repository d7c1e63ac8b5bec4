package dev.stampede.feed;

import com.github.f4b6a3.tsid.Tsid;
import dev.stampede.http.InFlight;
import dev.stampede.http.Refusal;
import dev.stampede.http.Routes;
import dev.stampede.identity.JwtTokens;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** {@code GET /v1/feed}: the WebSocket of one event loop's clients. */
public final class FeedRoutes implements Routes {
    private final BusFanout fanout;
    private final FeedSocket.Kit kit;

    /**
     * Made on the event loop that it serves.
     *
     * @param random safe to use from several threads
     */
    public FeedRoutes(
            Vertx vertx,
            BusFeed feed,
            PgViews views,
            JwtTokens tokens,
            Places places,
            InstantSource clock,
            RandomGenerator random,
            Figures figures) {
        this.fanout = new BusFanout(vertx, clock, figures);
        this.kit = new FeedSocket.Kit(views, tokens, places, clock, random, figures);
        feed.add(fanout);
    }

    @Override
    public void mount(Router router) {
        router.get("/v1/feed").handler(this::open);
    }

    private void open(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            context.response().putHeader("Upgrade", "websocket").putHeader("Connection", "Upgrade");
            throw Refusal.of(426, "MALFORMED");
        }
        InFlight.leave(context);
        // A handshake is no answer that the router would put its headers on.
        context.response().putHeader("X-Server-Time", Long.toString(kit.clock().millis()));
        // There is no public way to end a connection whose client takes nothing any more. Closing it behind the first
        // handler
        // of the pipeline waits for nobody.
        ChannelPipeline pipeline =
                ((ConnectionBase) request.connection()).channelHandlerContext().pipeline();
        Runnable abort = () -> pipeline.firstContext().close();
        String address =
                kit.places().address(request.remoteAddress().hostAddress(), request.getHeader("X-Forwarded-For"));
        request.toWebSocket()
                .onSuccess(socket -> new FeedSocket(socket, abort, fanout, kit).open(session(), address))
                .onFailure(context::fail);
    }

    private String session() {
        return Tsid.from(kit.random().nextLong()).toString();
    }
}
