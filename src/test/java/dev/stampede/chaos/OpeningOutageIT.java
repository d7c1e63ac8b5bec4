package dev.stampede.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.audit.CampaignFigures;
import dev.stampede.embedded.EmbeddedStores;
import dev.stampede.testing.Await;
import dev.stampede.testing.TestStores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Postgres stands still for the whole first quarter of a minute of a sale. */
@Tag("long")
class OpeningOutageIT {
    private static final int STOCK = 500;
    private static final int AT_ONCE = 32;
    private static final Duration OUTAGE = Duration.ofSeconds(15);
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path home;

    @Test
    void a_postgres_that_stops_at_the_opening_leaves_few_ghosts_and_the_sale_sells_out() {
        try (EmbeddedStores stores = TestStores.fresh(home.resolve("stores"));
                Rig rig = new Rig(home, stores.redisUrl(), stores.postgresUrl())) {
            Shop shop = rig.node(stores.redisUrl(), stores.postgresUrl());
            Instant opensAt = Instant.now().plusSeconds(3);
            String sale = rig.sale(shop, STOCK, 1, 900, opensAt);
            Await.until("the sale opens", SOON, () -> Instant.now().isAfter(opensAt));
            Crowd patient = new Crowd(rig.vertx(), sale, shop)
                    .start(200, 1, AT_ONCE, 51)
                    .awaitOks(20);

            Rig.signal("STOP", stores.postgresPid());
            Crowd leaving = new Crowd(rig.vertx(), sale, shop).startLeaving(400, AT_ONCE, "leaver");
            LockSupport.parkNanos(OUTAGE.toNanos());
            Rig.signal("CONT", stores.postgresPid());

            History left = leaving.finish();
            History stayed = patient.finish();
            History late = new Crowd(rig.vertx(), sale, shop)
                    .start(STOCK, 1, AT_ONCE, 52)
                    .finish();
            System.out.println("stayed " + stayed.summary() + "\nleft " + left.summary() + "\nlate " + late.summary());

            CampaignFigures figures = rig.audited(sale);
            assertThat(figures.held()).as("it sells out").isEqualTo(STOCK);
            stayed.check(shop, STOCK, 1);
            assertThat(stayed.unitsSold()).as("who stays is served").isEqualTo(200);
            checkGhosts(rig, sale, left);
        }
    }

    /** Only who was told that the outcome is not known may have an order that he does not know of. */
    private static void checkGhosts(Rig rig, String sale, History left) {
        Set<String> owners = rig.sql("SELECT shopper_id FROM orders WHERE campaign_id = $1::text", sale).stream()
                .map(row -> row.getString("shopper_id"))
                .filter(shopper -> shopper.startsWith("leaver"))
                .collect(Collectors.toSet());
        assertThat(owners).as("a 201 is kept").containsAll(left.units().keySet());
        owners.removeAll(left.units().keySet());
        assertThat(left.coded("BUSY")).as("the valve refuses the rest").isPositive();
        assertThat(left.shoppersTold("OUTCOME_UNKNOWN")).as("ghosts").containsAll(owners);
        assertThat(owners).as("no more ghosts than were on their way").hasSizeLessThanOrEqualTo(2 * AT_ONCE);
    }
}
