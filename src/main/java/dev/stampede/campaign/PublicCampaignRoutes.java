package dev.stampede.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.stampede.http.DirectReply;
import dev.stampede.http.DirectRoute;
import dev.stampede.http.Refusal;
import dev.stampede.http.Reply;
import dev.stampede.http.RoutedReply;
import dev.stampede.http.Routes;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Campaigns as every shopper may see them. All requests for the same thing within a second share one look into Postgres, so
 * that a crowd before the opening costs it nothing.
 */
public final class PublicCampaignRoutes implements Routes {
    private static final Duration MAX_AGE = Duration.ofSeconds(1);
    private static final CharSequence CACHE_CONTROL =
            HttpHeaders.createOptimized("public, max-age=" + MAX_AGE.toSeconds());
    private static final String DETAILS = "/v1/campaigns/";
    private static final int MAX_DETAILS = 1_000;

    /** A page may hold a hundred campaigns with long texts. */
    private static final int MAX_LISTS = 50;

    private static final Set<CampaignState> STATES = EnumSet.allOf(CampaignState.class).stream()
            .filter(CampaignState::isPublic)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(CampaignState.class)));

    private final PgCampaigns campaigns;
    private final InstantSource clock;
    private final Cache<String, Future<Optional<Page>>> details;
    private final Cache<CampaignFilter, Future<Optional<Page>>> lists;

    /** What is sent, encoded once. */
    private record Page(Rendered rendered, Buffer body) {
        static Page of(JsonNode json) {
            Rendered rendered = Rendered.of(json);
            return new Page(rendered, Buffer.buffer(rendered.body()));
        }
    }

    /** @param ticker tells the age of an answer, in nanoseconds */
    public PublicCampaignRoutes(PgCampaigns campaigns, InstantSource clock, Ticker ticker) {
        this.campaigns = campaigns;
        this.clock = clock;
        this.details = recent(ticker, MAX_DETAILS);
        this.lists = recent(ticker, MAX_LISTS);
    }

    @Override
    public void mount(Router router) {
        router.get("/v1/campaigns").handler(this::list);
        router.get("/v1/campaigns/:id").handler(this::read);
    }

    @Override
    public List<DirectRoute> direct() {
        return List.of(this::taker);
    }

    /** A campaign that was read within this second is answered on the spot. */
    private @Nullable Handler<DirectReply> taker(HttpServerRequest request) {
        String uri = request.uri();
        if (!HttpMethod.GET.equals(request.method()) || !uri.startsWith(DETAILS)) {
            return null;
        }
        Future<Optional<Page>> known = details.getIfPresent(uri.substring(DETAILS.length()));
        Optional<Page> page = known != null && known.succeeded() ? known.result() : Optional.empty();
        return page.isEmpty() ? null : reply -> write(reply, page.get());
    }

    private static <K> Cache<K, Future<Optional<Page>>> recent(Ticker ticker, int size) {
        return Caffeine.newBuilder()
                .ticker(ticker)
                .expireAfterWrite(MAX_AGE)
                .maximumSize(size)
                .build();
    }

    private void list(RoutingContext context) {
        answer(context, lists, CampaignRoutes.filter(context, STATES), this::render);
    }

    private void read(RoutingContext context) {
        answer(context, details, CampaignRoutes.id(context), this::render);
    }

    private Future<Optional<Page>> render(CampaignFilter filter) {
        return campaigns
                .list(filter.visibleAt(clock.instant()))
                .map(page -> Optional.of(Page.of(CampaignJson.page(page, CampaignJson::publicView))));
    }

    private Future<Optional<Page>> render(String id) {
        return campaigns.find(id).map(found -> found.filter(
                        shown -> shown.campaign().isVisibleAt(clock.instant()))
                .map(shown -> Page.of(CampaignJson.publicView(shown))));
    }

    private static <K> void answer(
            RoutingContext context,
            Cache<K, Future<Optional<Page>>> recent,
            K key,
            Function<K, Future<Optional<Page>>> render) {
        Future<Optional<Page>> shared = recent.get(key, render);
        shared.onFailure(failure -> recent.asMap().remove(key, shared));
        onOwnContext(context, shared)
                .map(found -> found.orElseThrow(() -> Refusal.of(404, "UNKNOWN_CAMPAIGN")))
                .onSuccess(page -> write(new RoutedReply(context), page))
                .onFailure(context::fail);
    }

    /** The shared look may have been begun by a request of another event loop. */
    private static <T> Future<T> onOwnContext(RoutingContext context, Future<T> shared) {
        Context own = context.vertx().getOrCreateContext();
        Promise<T> promise = Promise.promise();
        shared.onComplete((value, failure) -> own.runOnContext(go -> promise.complete(value, failure)));
        return promise.future();
    }

    private static void write(Reply reply, Page page) {
        reply.header(HttpHeaders.ETAG, page.rendered().etag()).header(HttpHeaders.CACHE_CONTROL, CACHE_CONTROL);
        if (page.rendered().isKnownTo(reply.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            reply.end(304, Buffer.buffer());
        } else {
            reply.json(200, page.body());
        }
    }
}
