package dev.stampede.kind.flashsale;

import static dev.stampede.kind.flashsale.Sales.NOON;
import static dev.stampede.kind.flashsale.Sales.body;
import static dev.stampede.kind.flashsale.Sales.campaign;
import static dev.stampede.kind.flashsale.Sales.offer;
import static dev.stampede.kind.flashsale.Sales.span;
import static dev.stampede.kind.flashsale.Sales.windows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.campaign.Audience;
import dev.stampede.campaign.Campaign;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import dev.stampede.json.Violation;
import dev.stampede.kind.CommonRejection;
import dev.stampede.kind.Decision;
import dev.stampede.kind.OrderHeld;
import dev.stampede.kind.Participant;
import dev.stampede.kind.Rejection;
import dev.stampede.kind.Take;
import dev.stampede.money.Money;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PurchaseTest {
    private final Purchase purchase = new Purchase();

    @Test
    void the_only_offer_needs_no_name() {
        Campaign one = campaign(Audience.EVERYBODY, offer("tea"));

        assertThat(purchase.read(body("{\"quantity\": 2}"), one)).isEqualTo(new Purchase.Command("tea", 2));
        assertThat(purchase.read(body("{\"sku\": \"cup\", \"quantity\": 2}"), one))
                .isEqualTo(new Purchase.Command("cup", 2));
        assertThat(purchase.canonical(purchase.read(body("{\"quantity\": 2}"), one)))
                .isEqualTo(purchase.canonical(purchase.read(body("{\"sku\": \"tea\", \"quantity\": 2}"), one)));
    }

    @Test
    void one_of_several_offers_must_be_named() {
        Fields body = body("{\"quantity\": 2}");
        purchase.read(body, campaign(Audience.EVERYBODY, offer("tea"), offer("cup")));

        assertThat(body.finish()).extracting(Violation::pointer).containsExactly("/sku");
    }

    @Test
    void a_quantity_is_a_whole_number_from_1_to_1000() {
        for (String quantity : List.of("0", "1001", "-1", "1.0", "\"1\"", "null")) {
            Fields body = body("{\"quantity\": " + quantity + "}");
            purchase.read(body, campaign(Audience.EVERYBODY, offer("tea")));
            assertThat(body.finish())
                    .as(quantity)
                    .extracting(Violation::pointer)
                    .containsExactly("/quantity");
        }
    }

    @Test
    void other_bodies_have_other_canonical_texts() {
        assertThat(List.of(canonical("tea", 1), canonical("tea", 11), canonical("tea1", 1)))
                .doesNotHaveDuplicates();
    }

    @Test
    void what_nothing_speaks_against_is_proposed_whole() {
        Take take = decide(campaign(Audience.EVERYBODY, offer("tea")), "tea", 2, Set.of());

        assertThat(take.refusal()).isNull();
        assertThat(take.sku()).isEqualTo("tea");
        assertThat(take.units()).isEqualTo(2);
        assertThat(take.windows()).isEmpty();
        assertThat(take.outcome())
                .isEqualTo(
                        new OrderHeld("0ABC", "alice", "key-0001", "f00d", "tea", 2, Money.ofFen(990), Json.object()));
    }

    @Test
    void the_windows_of_the_rules_go_with_the_take() {
        Take take = decide(windows("10:00", "11:00"), campaign(Audience.EVERYBODY, offer("tea")), "tea", 1, Set.of());

        assertThat(take.windows()).startsWith(span("2026-11-22T02:00:00Z", "2026-11-22T03:00:00Z"));
    }

    @Test
    void more_than_an_order_may_hold_is_over_the_limit() {
        assertThat(refusal(Audience.EVERYBODY, "tea", 3, Set.of())).isNull();
        assertThat(refusal(Audience.EVERYBODY, "tea", 4, Set.of())).isEqualTo(CommonRejection.LIMIT_REACHED);
    }

    @Test
    void an_offer_that_does_not_exist_is_refused_and_costs_nothing() {
        Take take = decide(campaign(Audience.EVERYBODY, offer("tea")), "cup", 9, Set.of());

        assertThat(take.refusal()).as("before the limit").isEqualTo(CommonRejection.UNKNOWN_OFFER);
        assertThat(((OrderHeld) take.outcome()).unitPrice()).isEqualTo(Money.ZERO);
    }

    @Test
    void only_shoppers_with_one_of_the_tags_are_in() {
        Audience members = new Audience(false, Set.of("gold", "staff"));

        assertThat(refusal(members, "tea", 1, Set.of("staff", "new"))).isNull();
        assertThat(refusal(members, "tea", 1, Set.of("new"))).isEqualTo(CommonRejection.FORBIDDEN);
        assertThat(refusal(members, "none", 9, Set.of())).as("before all else").isEqualTo(CommonRejection.FORBIDDEN);
    }

    private @Nullable Rejection refusal(Audience audience, String sku, int units, Set<String> tags) {
        return decide(campaign(audience, offer("tea"), offer("bowl")), sku, units, tags)
                .refusal();
    }

    private String canonical(String sku, int quantity) {
        return purchase.canonical(new Purchase.Command(sku, quantity));
    }

    private Take decide(Campaign campaign, String sku, int units, Set<String> tags) {
        return decide(new FlashSaleRules(List.of()), campaign, sku, units, tags);
    }

    private Take decide(FlashSaleRules rules, Campaign campaign, String sku, int units, Set<String> tags) {
        Participant alice = new Participant("alice", tags, true, "key-0001", "f00d", Json.object(), () -> "0ABC");
        return purchase.decide(rules, campaign, new Purchase.Command(sku, units), alice, NOON)
                .match(
                        refuse -> {
                            throw new AssertionError("what a script may answer is refused: " + refuse);
                        },
                        Decision.Run::take,
                        give -> {
                            throw new AssertionError("a purchase is no give: " + give);
                        });
    }
}
