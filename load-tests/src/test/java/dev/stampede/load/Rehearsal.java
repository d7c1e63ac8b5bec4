package dev.stampede.load;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A small sale before the one that counts, ever more of the crowd clicking in it: no engine of a real sale was started a moment
 * ago, and neither is this one nor the crowd cold when it matters. Nothing of it is in the books.
 */
final class Rehearsal {
    private static final int STOCK = 200;
    private static final int FIRST_RATE = 20;

    private final Stage stage;
    private volatile String campaignId = "";

    Rehearsal(Stage stage) {
        this.stage = stage;
    }

    void open(Organiser organiser) {
        if (!stage.settings().rehearsal().isZero()) {
            campaignId = organiser.open(Campaigns.flashSale(STOCK, Instant.now().minusSeconds(1)));
        }
    }

    /** Nobody when there is none. */
    Optional<PopulationBuilder> crowd() {
        Duration lasts = stage.settings().rehearsal();
        if (lasts.isZero()) {
            return Optional.empty();
        }
        return Optional.of(scenario("rehearsal")
                .exec(stage.look(() -> campaignId))
                .exec(http("rehearsal")
                        .post(session -> "/v1/campaigns/" + campaignId + "/actions/purchase")
                        .header("Authorization", session -> shopper(session).bearer())
                        .header("Idempotency-Key", session -> shopper(session).key("rehearsal"))
                        .header("Content-Type", "application/json")
                        .body(StringBody("{\"sku\":\"item\",\"quantity\":1}"))
                        .check(stage.accepts(201, 409)))
                .injectOpen(rampUsersPerSec(FIRST_RATE)
                        .to(stage.settings().users() / 20.0 + FIRST_RATE)
                        .during(lasts)));
    }

    private Shopper shopper(Session session) {
        return stage.crowd().get(Math.floorMod(session.userId(), stage.crowd().size()));
    }
}
