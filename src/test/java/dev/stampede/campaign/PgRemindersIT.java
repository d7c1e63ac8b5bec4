package dev.stampede.campaign;

import static dev.stampede.testing.OrderRows.awaitAll;
import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.campaign.PgReminders.Reminder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PgRemindersIT extends CampaignsOnPostgres {
    private final PgReminders reminders = new PgReminders(database.pool(), campaigns, database.ids());

    @Test
    void a_shopper_who_taps_again_and_again_is_told_once() {
        String id = live();

        List<Reminder> made = awaitAll(6, n -> reminders.remember(id, "tapper", Instant.now()));

        assertThat(made.stream().filter(Reminder::isNew)).hasSize(1);
        assertThat(made)
                .extracting(Reminder::createdAt)
                .containsOnly(made.get(0).createdAt());
        assertThat(get(reminders.page(id, "", 10))).hasSize(1);
    }

    @Test
    void a_page_goes_on_where_the_one_before_ended() {
        String id = live();
        for (String shopper : List.of("ann", "bob", "cat")) {
            get(reminders.remember(id, shopper, Instant.now()));
        }

        List<Reminder> first = get(reminders.page(id, "", 2));
        List<Reminder> rest = get(reminders.page(id, first.get(1).id(), 2));

        assertThat(first).extracting(Reminder::shopperId).containsExactly("ann", "bob");
        assertThat(rest).extracting(Reminder::shopperId).containsExactly("cat");
        assertRefused(reminders.page("0000000000000", "", 2), 404, "UNKNOWN_CAMPAIGN");
    }

    @Test
    void what_shoppers_may_not_see_they_are_not_reminded_of() {
        ObjectNode later =
                Drafts.body(ahead).put("announceAt", ahead.minusSeconds(60).toString());
        String unannounced =
                get(campaigns.create(Drafts.read(later), "olive")).campaign().id();
        get(campaigns.submit(unannounced, "olive", ""));
        get(campaigns.approve(unannounced, "rita", ""));

        assertRefused(reminders.remember(unannounced, "ann", Instant.now()), 404, "UNKNOWN_CAMPAIGN");
        assertThat(get(reminders.remember(unannounced, "ann", ahead.minusSeconds(60)))
                        .isNew())
                .isTrue();
        assertRefused(reminders.remember(create(past), "ann", Instant.now()), 404, "UNKNOWN_CAMPAIGN");
        assertRefused(reminders.remember("0000000000000", "ann", Instant.now()), 404, "UNKNOWN_CAMPAIGN");
        String over = live();
        get(campaigns.end(over, "olive", ""));
        assertRefused(reminders.remember(over, "ann", Instant.now()), 409, "ENDED");
    }
}
