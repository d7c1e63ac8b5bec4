package dev.stampede.campaign;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.testing.TestDatabase;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgCampaignClockIT {
    private final TestDatabase database = TestDatabase.shared();
    private final PgCampaigns campaigns = new PgCampaigns(database.pool(), database.ids(), true);
    private final PgCampaignClock clock = new PgCampaignClock(database.pool(), database.ids());
    private final Instant ahead = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusSeconds(1_800);

    @BeforeEach
    void what_other_tests_left_due_is_done() {
        int did;
        do {
            did = get(clock.step());
        } while (did > 0);
    }

    @Test
    void nothing_happens_before_its_time() {
        String id = scheduled();

        assertThat(get(clock.step())).isZero();
        assertThat(state(id)).isEqualTo("scheduled");
    }

    @Test
    void a_campaign_opens_at_its_time_and_ends_at_its_time() {
        String id = scheduled();

        shift(id, "opens_at = now() - interval '1 second'");
        assertThat(get(clock.step())).isEqualTo(1);
        assertThat(state(id)).isEqualTo("live");

        shift(id, "closes_at = now()");
        assertThat(get(clock.step())).isEqualTo(1);
        assertThat(state(id)).isEqualTo("ended");

        assertThat(get(clock.step())).isZero();
        assertThat(events(id)).containsExactly("campaign.announced", "campaign.opened", "campaign.ended");
        assertThat(history(id))
                .extracting(entry -> entry.to().word() + " by " + entry.actor())
                .endsWith("live by schedule", "ended by schedule");
    }

    @Test
    void a_paused_campaign_ends_at_its_time() {
        String id = scheduled();
        shift(id, "opens_at = now() - interval '1 second'");
        get(clock.step());
        get(campaigns.pause(id, "olive", ""));

        shift(id, "closes_at = now()");
        get(clock.step());

        assertThat(history(id))
                .last()
                .satisfies(entry -> assertThat(entry.from()).isEqualTo(CampaignState.PAUSED))
                .satisfies(entry -> assertThat(entry.to()).isEqualTo(CampaignState.ENDED));
    }

    @Test
    void a_campaign_that_slept_through_its_time_opens_and_ends_in_one_step() {
        String id = scheduled();
        shift(id, "opens_at = now() - interval '2 seconds', closes_at = now() - interval '1 second'");

        assertThat(get(clock.step())).isEqualTo(2);

        assertThat(state(id)).isEqualTo("ended");
    }

    @Test
    void what_time_demands_is_not_told_to_redis() {
        String id = scheduled();
        shift(id, "opens_at = now() - interval '2 seconds', closes_at = now() - interval '1 second'");
        get(clock.step());

        assertThat(get(campaigns.find(id)).orElseThrow().campaign().revision()).isEqualTo(3);
        assertThat(database.count("SELECT count(*) FROM tell_redis WHERE campaign_id = $1", id))
                .isZero();
    }

    @Test
    void many_steps_at_once_open_each_campaign_exactly_once() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String id = scheduled();
            shift(id, "opens_at = now() - interval '1 second'");
            ids.add(id);
        }
        List<Future<Integer>> steps = new ArrayList<>();
        for (int node = 0; node < 6; node++) {
            steps.add(new PgCampaignClock(database.pool(), database.ids()).step());
        }
        get(Future.all(steps));

        assertThat(steps.stream().mapToInt(Future::result).sum()).isEqualTo(20);
        for (String id : ids) {
            assertThat(state(id)).isEqualTo("live");
            assertThat(events(id)).containsExactly("campaign.announced", "campaign.opened");
            assertThat(history(id)).hasSize(4);
        }
    }

    @Test
    void a_campaign_is_announced_once_and_before_it_opens() {
        String id = scheduled();
        shift(id, "announce_at = opens_at, announced_at = NULL");
        database.query("DELETE FROM event WHERE campaign_id = $1", id);
        assertThat(get(clock.step())).isZero();

        shift(id, "announce_at = now() - interval '1 second'");
        assertThat(get(clock.step())).isEqualTo(1);
        assertThat(get(clock.step())).isZero();
        assertThat(events(id)).containsExactly("campaign.announced");
        assertThat(state(id)).isEqualTo("scheduled");
    }

    @Test
    void what_was_missed_while_everything_was_down_is_told_once_and_marked_late() {
        String id = scheduled();
        shift(
                id,
                "announce_at = now() - interval '1 hour', announced_at = NULL, opens_at = now() - interval '1 minute',"
                        + " closes_at = now() - interval '1 second'");
        database.query("DELETE FROM event WHERE campaign_id = $1", id);

        assertThat(get(clock.step())).isEqualTo(3);
        assertThat(get(clock.step())).isZero();
        assertThat(marks(id, "late"))
                .containsExactly("campaign.announced true", "campaign.opened true", "campaign.ended null");
    }

    @Test
    void what_happens_at_night_is_marked_and_not_dropped() {
        String id = scheduled();
        for (int hour : List.of(23, 12)) {
            shift(id, "announced_at = NULL, announce_at = now(), time_zone = '" + zoneAt(hour) + "'");
            database.query("DELETE FROM event WHERE campaign_id = $1", id);
            get(clock.step());

            assertThat(marks(id, "quietHours")).containsExactly("campaign.announced " + (hour == 23 ? "true" : "null"));
        }
    }

    @Test
    void the_next_look_is_when_something_is_due() {
        String id = scheduled();
        assertThat(get(clock.untilNext(250))).isEqualTo(250);
        shift(id, "opens_at = now() + interval '10 seconds'");
        assertThat(get(clock.untilNext(60_000))).isBetween(1L, 10_000L);
        shift(id, "opens_at = now() - interval '10 seconds'");
        assertThat(get(clock.untilNext(250))).isEqualTo(1);
        get(clock.step());
    }

    @Test
    void a_step_does_at_most_a_hundred_of_each_sort() {
        String like = scheduled();
        database.query("""
                INSERT INTO campaign (id, kind, title, copy, state, revision, opens_at, closes_at, announce_at,
                  pay_within_seconds, per_shopper_limit, per_order_limit, ack, stock_shown, time_zone, audience,
                  refund_policy, refundable, rules, created_by)
                SELECT 'many-' || id || n, kind, title, copy, 'scheduled', 1, now() - interval '1 second', closes_at,
                  now() - interval '2 seconds', 1, 1, 1, ack, stock_shown, time_zone, audience, '', true, rules, ''
                FROM campaign, generate_series(1, 130) AS n WHERE id = $1
                """, like);

        assertThat(get(clock.step())).isEqualTo(200);
        assertThat(get(clock.step())).isEqualTo(60);
        assertThat(get(clock.step())).isZero();
    }

    private List<HistoryEntry> history(String id) {
        return get(new PgCampaignHistory(database.pool()).page(id, 0, 100));
    }

    private String scheduled() {
        String id =
                get(campaigns.create(Drafts.opening(ahead), "olive")).campaign().id();
        get(campaigns.submit(id, "olive", ""));
        return get(campaigns.approve(id, "rita", "")).campaign().id();
    }

    private void shift(String id, String times) {
        database.query("UPDATE campaign SET " + times + " WHERE id = $1", id);
    }

    /** A zone where it is that hour now. */
    private static String zoneAt(int hour) {
        return IntStream.rangeClosed(-12, 14)
                .mapToObj(ahead -> ahead == 0 ? "UTC" : "Etc/GMT" + (ahead > 0 ? "-" : "+") + Math.abs(ahead))
                .filter(zone -> Instant.now().atZone(ZoneId.of(zone)).getHour() == hour)
                .findFirst()
                .orElseThrow();
    }

    private List<String> marks(String id, String mark) {
        return database
                .query(
                        "SELECT type || ' ' || coalesce(data ->> $2, 'null') AS mark FROM logged_event"
                                + " WHERE campaign_id = $1 ORDER BY arrival",
                        id,
                        mark)
                .stream()
                .map(row -> row.getString("mark"))
                .toList();
    }

    private String state(String id) {
        return database.query("SELECT state FROM campaign WHERE id = $1", id)
                .get(0)
                .getString("state");
    }

    private List<String> events(String id) {
        return database.query("SELECT type FROM logged_event WHERE campaign_id = $1 ORDER BY id", id).stream()
                .map(row -> row.getString("type"))
                .toList();
    }
}
