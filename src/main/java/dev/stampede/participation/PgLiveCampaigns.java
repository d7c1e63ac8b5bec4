package dev.stampede.participation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.stampede.campaign.Campaign;
import dev.stampede.campaign.CampaignState;
import dev.stampede.campaign.PgCampaigns;
import dev.stampede.json.Fields;
import dev.stampede.kind.CampaignKind;
import dev.stampede.settlement.PgSettler;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The campaigns that this node acts for. A snapshot may be old: the script refuses what was decided on an older one than it
 * has, and {@link #refresh} reads it anew. What is unknown is never kept.
 */
public final class PgLiveCampaigns {
    private static final int MOST_CAMPAIGNS = 10_000;
    private static final long READ_WITHIN_MS = 1_500;
    private static final String COUNTER =
            "SELECT generation, settled_through FROM campaign_counter WHERE campaign_id = $1::text";

    private final Pool pool;
    private final PgCampaigns campaigns;
    private final PgSettler settler;
    private final Map<String, KindIndex<?>> kinds;
    private final Cache<String, Future<Optional<Live<?>>>> snapshots =
            Caffeine.newBuilder().maximumSize(MOST_CAMPAIGNS).build();

    public PgLiveCampaigns(Pool pool, PgCampaigns campaigns, PgSettler settler, List<CampaignKind<?>> kinds) {
        this.pool = pool;
        this.campaigns = campaigns;
        this.settler = settler;
        this.kinds = kinds.stream().collect(Collectors.toMap(CampaignKind::name, KindIndex::of));
    }

    /** The snapshot of a campaign, or nothing when there is no such approved campaign. */
    Future<Optional<Live<?>>> find(String campaignId) {
        if (!Campaign.isId(campaignId)) {
            return Future.succeededFuture(Optional.empty());
        }
        Future<Optional<Live<?>>> known = snapshots.getIfPresent(campaignId);
        return known != null ? known : read(campaignId);
    }

    /** Reads the campaign anew, unless that was done since {@code stale}. */
    Future<Optional<Live<?>>> refresh(Live<?> stale) {
        String id = stale.campaign().id();
        Future<Optional<Live<?>>> known = snapshots.getIfPresent(id);
        return known == null
                        || (known.succeeded()
                                && known.result().map(stale::isSame).orElse(true))
                ? read(id)
                : known;
    }

    private Future<Optional<Live<?>>> read(String campaignId) {
        Future<Optional<Live<?>>> reading = campaigns
                .find(campaignId)
                .compose(found -> found.isEmpty() || !isKnown(found.get().campaign())
                        ? Future.succeededFuture(Optional.<Live<?>>empty())
                        : generation(campaignId)
                                .map(generation -> Optional.of(live(found.get().campaign(), generation))));
        Future<Optional<Live<?>>> inTime = reading.timeout(READ_WITHIN_MS, TimeUnit.MILLISECONDS);
        snapshots.put(campaignId, inTime);
        return inTime.onComplete(read -> {
            if (read.failed() || read.result().isEmpty()) {
                snapshots.asMap().remove(campaignId, inTime);
            }
        });
    }

    /** Of an archived campaign only what its rows remember is answered. */
    private static boolean isKnown(Campaign campaign) {
        return campaign.isInPublic() || campaign.state() == CampaignState.ARCHIVED;
    }

    private Future<Long> generation(String campaignId) {
        return pool.preparedQuery(COUNTER).execute(Tuple.of(campaignId)).map(rows -> {
            if (rows.size() == 0) {
                return 0L;
            }
            Row counter = rows.iterator().next();
            settler.learn(campaignId, counter.getLong("settled_through"));
            return counter.getLong("generation");
        });
    }

    private Live<?> live(Campaign campaign, long generation) {
        KindIndex<?> kind = kinds.get(campaign.kind());
        if (kind == null) {
            throw new IllegalStateException("campaign " + campaign.id() + " is of no known kind: " + campaign.kind());
        }
        return live(campaign, kind, generation);
    }

    private static <R> Live<R> live(Campaign campaign, KindIndex<R> kind, long generation) {
        R rules = kind.kind().readRules(Fields.of(campaign.terms().rules()));
        return new Live<>(campaign, kind, rules, generation);
    }
}
