package dev.stampede.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.inventory.CampaignKeys;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WindUpIT {
    private static final String ORDER = """
            INSERT INTO orders (id, campaign_id, kind, shopper_id, sku, quantity, unit_price_fen, amount_fen, state, hold_id,
                                request_key, fingerprint, generation, sequence, created_at, pay_by)
            VALUES ('o' || $1::text, $1::text, 'flash_sale', 'ann', 'buns', 1, 990, 990, 'expired', 'h' || $1::text, 'key',
                    'abcd', 1, 1, now(), now())
            """;
    private static final String PAYMENT = """
            INSERT INTO payment (id, order_id, provider, transaction_id, amount_fen, applied, next_look_at)
            VALUES ('p' || $1::text, 'o' || $1::text, 'simulated', 't' || $1::text, 990, false, now() + interval '1 hour')
            """;
    private static final String PROMISED = "UPDATE payment SET returned_fen = 990 WHERE id = 'p' || $1::text";
    private static final String REFUND = """
            INSERT INTO refund (id, payment_id, order_id, cause, amount_fen)
            VALUES ('r' || $1::text, 'p' || $1::text, 'o' || $1::text, 'late', 990)
            """;

    private final EndedSale sale = new EndedSale();

    @Test
    void a_campaign_with_nothing_open_is_settled_once_with_its_gate_closed() {
        String id = sale.ended();
        assertThat(sale.hash(id, "gate")).isEqualTo("open");

        assertThat(sale.windUp()).isEqualTo(1);
        assertThat(sale.state(id)).isEqualTo("settled");
        assertThat(sale.hash(id, "gate")).isEqualTo("closed");
        assertThat(sale.tell()).isEqualTo(1);
        assertThat(sale.hash(id, "gate")).isEqualTo("closed");
        assertThat(sale.text("SELECT next_look_at > now() + interval '6 days' FROM campaign WHERE id = $1::text", id))
                .isEqualTo("true");
        assertThat(sale.text(
                        "SELECT string_agg(to_state || ' by ' || actor, ', ' ORDER BY position)"
                                + " FROM campaign_history WHERE campaign_id = $1::text AND from_state = 'ended'",
                        id))
                .isEqualTo("settled by schedule");
        assertThat(sale.text(
                        "SELECT count(*) FROM logged_event WHERE campaign_id = $1::text AND type LIKE '%settled%'", id))
                .isEqualTo("0");
        // Archived out of the way of the other tests.
        assertThat(sale.windUp()).isEqualTo(1);
        assertThat(sale.state(id)).isEqualTo("archived");
        clear();
    }

    @Test
    void whatever_is_open_in_postgres_keeps_it_from_being_settled() {
        Map<String, String> openAndClosed = Map.of(
                "UPDATE offer SET held = 1 WHERE campaign_id = $1::text",
                        "UPDATE offer SET held = 0 WHERE campaign_id = $1::text",
                "INSERT INTO release (campaign_id, hold_id, cause) VALUES ($1::text, 'w' || $1::text, 'expired')",
                        "UPDATE release SET done_at = now() WHERE campaign_id = $1::text",
                "INSERT INTO reload_wanted (campaign_id, reason) VALUES ($1::text, 'test')",
                        "DELETE FROM reload_wanted WHERE campaign_id = $1::text",
                "INSERT INTO tell_redis (campaign_id, revision) VALUES ($1::text, 99)",
                        "DELETE FROM tell_redis WHERE campaign_id = $1::text");
        openAndClosed.forEach((open, closed) -> {
            String id = sale.ended();
            sale.sql(open, id);
            assertStays(id, open);
            sale.sql(closed, id);
            assertThat(sale.windUp()).as(closed).isEqualTo(1);
            clear();
        });
    }

    @Test
    void money_that_is_on_its_way_keeps_it_from_being_settled() {
        String id = sale.ended();
        sale.sql(ORDER, id);
        sale.sql(PAYMENT, id);
        assertStays(id, "an unapplied payment");
        sale.sql(PROMISED, id);
        sale.sql(REFUND, id);
        assertStays(id, "a refund");
        sale.sql("UPDATE refund SET done_at = now() WHERE order_id = 'o' || $1::text", id);
        assertThat(sale.windUp()).isEqualTo(1);
        clear();
    }

    @Test
    void what_redis_says_otherwise_keeps_it_from_being_settled() {
        String id = sale.ended();
        String closesAt = sale.hash(id, "closesAt");
        sale.setHash(
                id, "closesAt", Long.toString(Instant.now().plusSeconds(600).toEpochMilli()));
        assertStays(id, "a sale that Redis' clock has open");
        assertThat(sale.hash(id, "gate")).isEqualTo("open");
        sale.setHash(id, "closesAt", closesAt);
        sale.setHash(id, "sequence", "1");
        assertStays(id, "an entry that is not settled");
        sale.setHash(id, "sequence", "0");
        sale.setHash(id, "fence", "1");
        assertStays(id, "a reload");
        sale.redis.run("HDEL", new CampaignKeys(id).campaign(), "fence");
        assertThat(sale.windUp()).isEqualTo(1);
        clear();
    }

    @Test
    void an_archived_campaign_is_deleted_piece_by_piece_and_nobody_loads_it_again() {
        String id = sale.ended();
        sale.sql(
                "INSERT INTO settled_batch (campaign_id, sequence, generation, batch_id, verdict)"
                        + " SELECT $1::text, n, 1, n::text, 'settled' FROM generate_series(1, 5001) n",
                id);
        sale.sql("UPDATE campaign_counter SET settled_through = 5001 WHERE campaign_id = $1::text", id);
        sale.setHash(id, "sequence", "5001");
        String generation = sale.hash(id, "generation");
        assertThat(sale.windUp()).isEqualTo(1);
        sale.tell();
        assertThat(sale.windUp()).isEqualTo(1);
        assertThat(sale.state(id)).isEqualTo("archived");
        assertThat(sale.text(
                        "SELECT generation - $2::bigint FROM campaign_counter WHERE campaign_id = $1::text",
                        id,
                        Long.valueOf(generation)))
                .isEqualTo("1");

        assertThat(sale.sweep()).isEqualTo(5_001);
        assertThat(batches(id)).isEqualTo("1");
        assertThat(sale.sweep()).isEqualTo(2);
        assertThat(batches(id)).isEqualTo("0");
        assertThat(sale.redis.run("EXISTS", new CampaignKeys(id).all().toArray(String[]::new)))
                .isEqualTo("0");
        sale.setHash(id, "generation", generation);
        assertThat(sale.sweep()).as("what a late reload wrote").isEqualTo(1);
        assertThat(sale.redis.run("EXISTS", new CampaignKeys(id).campaign())).isEqualTo("0");
        assertThat(sale.sweep()).isZero();
        assertThat(sale.recover()).isZero();
        sale.sql("INSERT INTO release (campaign_id, hold_id, cause) VALUES ($1::text, 'a' || $1::text, 'late')", id);
        assertThat(sale.release()).as("units that Redis has forgotten").isEqualTo(1);
    }

    private void assertStays(String id, String why) {
        assertThat(sale.windUp()).as(why).isZero();
        assertThat(sale.state(id)).as(why).isEqualTo("ended");
    }

    private String batches(String id) {
        return sale.text("SELECT count(*) FROM settled_batch WHERE campaign_id = $1::text", id);
    }

    /** Nothing of this test is due in the next. */
    private void clear() {
        sale.sql("UPDATE campaign SET state = 'archived' WHERE state IN ('ended', 'settled')");
        sale.sql("DELETE FROM tell_redis");
        sale.sql("DELETE FROM archived_campaign");
    }
}
