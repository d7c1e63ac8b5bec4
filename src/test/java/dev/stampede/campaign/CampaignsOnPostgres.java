package dev.stampede.campaign;

import static dev.stampede.testing.TestDatabase.failure;
import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.http.Refusal;
import dev.stampede.testing.TestDatabase;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Campaigns in a real Postgres, and what tests ask of them. */
abstract class CampaignsOnPostgres {
    final TestDatabase database = TestDatabase.shared();
    final PgCampaigns campaigns = new PgCampaigns(database.pool(), database.ids(), false);
    final Instant past = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(60);
    final Instant ahead = past.plus(Duration.ofMinutes(30));

    String create(Instant opensAt) {
        return get(campaigns.create(Drafts.opening(opensAt), "olive"))
                .campaign()
                .id();
    }

    String inReview(Instant opensAt) {
        String id = create(opensAt);
        get(campaigns.submit(id, "olive", "look"));
        return id;
    }

    String live() {
        String id = inReview(past);
        get(campaigns.approve(id, "rita", ""));
        return id;
    }

    Future<CampaignWithStock> change(String word, String id) {
        return switch (word) {
            case "submit" -> campaigns.submit(id, "oscar", "");
            case "approve" -> campaigns.approve(id, "oscar", "");
            case "pause" -> campaigns.pause(id, "oscar", "");
            case "resume" -> campaigns.resume(id, "oscar", "");
            case "end" -> campaigns.end(id, "oscar", "");
            case "reject" -> campaigns.reject(id, "oscar", "");
            case "cancel" -> campaigns.cancel(id, "oscar", "");
            default -> throw new AssertionError(word);
        };
    }

    String kind() {
        return "kind_" + database.ids().get();
    }

    String ofKind(String kind, String id) {
        database.query("UPDATE campaign SET kind = $2 WHERE id = $1", id, kind);
        return id;
    }

    List<String> list(String kind, @Nullable CampaignState state, @Nullable Instant visibleAt) {
        return ids(get(campaigns.list(new CampaignFilter(kind, state, visibleAt, null, 100))));
    }

    static List<String> ids(CampaignPage page) {
        return page.items().stream().map(item -> item.campaign().id()).toList();
    }

    String state(String id) {
        return database.query("SELECT state FROM campaign WHERE id = $1", id)
                .get(0)
                .getString("state");
    }

    List<HistoryEntry> history(String id) {
        return get(new PgCampaignHistory(database.pool()).page(id, 0, 1_000));
    }

    List<String> moves(String id) {
        List<String> lines = new ArrayList<>();
        for (HistoryEntry entry : history(id)) {
            CampaignState from = entry.from();
            lines.add(String.join(
                    " ", from == null ? "null" : from.word(), entry.to().word(), entry.actor(), entry.reason()));
        }
        return lines;
    }

    List<String> events(String id) {
        return database.query("SELECT type FROM logged_event WHERE campaign_id = $1 ORDER BY id", id).stream()
                .map(row -> row.getString("type"))
                .toList();
    }

    @Nullable
    Long told(String id) {
        return database.query("SELECT revision FROM tell_redis WHERE campaign_id = $1", id).stream()
                .map(row -> row.getLong("revision"))
                .findFirst()
                .orElse(null);
    }

    static void assertRefused(Future<?> future, int status, String code) {
        assertThat(failure(future)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.problem().status()).isEqualTo(status);
            assertThat(refusal.problem().code()).isEqualTo(code);
        });
    }
}
