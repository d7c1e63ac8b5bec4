package dev.stampede.push;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookLeaseIT {
    private final LogServer server = new LogServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_sender_whose_lease_was_taken_moves_nothing() {
        new WebhookClient(server).create("http://127.0.0.1:9/");
        get(server.pool
                .query("INSERT INTO event (id, type, campaign_id, data) VALUES ('one', 'order.held', 'c', '{}')")
                .execute());
        get(server.relay.step().compose(numbered -> server.queue.spread()));
        PgWebhookQueue.Claim lost = get(server.queue.claim(4, Set.of())).get(0);
        get(server.pool.query("UPDATE webhook_place SET lease = 'another'").execute());
        get(server.queue.done(lost, new PgWebhookQueue.Progress(1, 0, Duration.ZERO, List.of())));

        assertThat(get(server.pool
                                .query("SELECT delivered_through FROM webhook_place")
                                .execute())
                        .iterator()
                        .next()
                        .getLong(0))
                .isZero();
    }
}
