package dev.stampede.campaign;

import static dev.stampede.testing.OrderRows.awaitAll;
import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgSoldOutIT extends CampaignsOnPostgres {
    private final PgSoldOut soldOut = new PgSoldOut(database.pool(), database.ids());

    @BeforeEach
    void what_other_tests_left_is_told() {
        while (get(soldOut.step()) > 0) {}
    }

    @Test
    void the_last_unit_of_the_last_offer_is_news_and_so_is_one_that_comes_back() {
        String id = live();
        hold(id, "buns", 100);
        assertThat(get(soldOut.step())).as("milk is left").isZero();
        hold(id, "milk", 7);

        assertThat(get(soldOut.step())).isEqualTo(1);
        assertThat(get(soldOut.step())).isZero();
        hold(id, "milk", 6);
        assertThat(get(soldOut.step())).isEqualTo(1);
        hold(id, "milk", 7);
        assertThat(get(soldOut.step())).isEqualTo(1);

        assertThat(stockEvents(id)).containsExactly("campaign.sold_out", "campaign.restocked", "campaign.sold_out");
        assertThat(get(campaigns.find(id)).orElseThrow().campaign().revision())
                .as("no operator changed anything")
                .isEqualTo(3);
    }

    @Test
    void units_that_come_back_after_the_end_are_no_news() {
        String id = live();
        hold(id, "buns", 100);
        hold(id, "milk", 7);
        get(soldOut.step());
        get(campaigns.end(id, "olive", ""));
        hold(id, "milk", 0);

        assertThat(get(soldOut.step())).isZero();
        assertThat(stockEvents(id)).containsExactly("campaign.sold_out");
    }

    @Test
    void several_nodes_tell_it_once() {
        for (int round = 0; round < 20; round++) {
            String id = live();
            hold(id, "buns", 100);
            hold(id, "milk", 7);

            List<Integer> told = awaitAll(4, n -> soldOut.step());

            assertThat(told.stream().mapToInt(count -> count).sum()).isEqualTo(1);
            assertThat(stockEvents(id)).containsExactly("campaign.sold_out");
        }
    }

    private void hold(String id, String sku, long units) {
        database.query("UPDATE offer SET held = $3 WHERE campaign_id = $1 AND sku = $2", id, sku, units);
    }

    private List<String> stockEvents(String id) {
        return events(id).stream()
                .filter(type -> type.equals(PgSoldOut.SOLD_OUT) || type.equals(PgSoldOut.RESTOCKED))
                .toList();
    }
}
