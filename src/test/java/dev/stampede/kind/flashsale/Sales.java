package dev.stampede.kind.flashsale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.campaign.Audience;
import dev.stampede.campaign.Campaign;
import dev.stampede.campaign.Offer;
import dev.stampede.campaign.Terms;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import dev.stampede.kind.Proposals;
import dev.stampede.kind.Span;
import dev.stampede.money.Money;
import dev.stampede.testing.PlainTerms;
import java.time.Instant;
import java.time.ZoneId;

/** Flash sales of the tests: all of 2026 until November 29th, three units an order, five a shopper. */
final class Sales {
    static final ZoneId SHANGHAI = Proposals.SHANGHAI;
    /** In Shanghai. */
    static final Instant NOON = Proposals.NOON;

    private Sales() {}

    /** Rules with these windows: where each starts and ends, in turn. */
    static FlashSaleRules windows(String... fromAndTo) {
        StringBuilder json = new StringBuilder();
        for (int i = 0; i < fromAndTo.length; i += 2) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"from\": \"%s\", \"to\": \"%s\"}".formatted(fromAndTo[i], fromAndTo[i + 1]));
        }
        return rules("{\"windows\": [" + json + "]}");
    }

    /** Rules that must be right. */
    static FlashSaleRules rules(String json) {
        Fields fields = body(json);
        FlashSaleRules rules = new FlashSale().readRules(fields);
        assertThat(fields.finish()).isEmpty();
        return rules;
    }

    static Fields body(String json) {
        return Fields.of(Json.readOwn(json));
    }

    static Span span(String from, String to) {
        return new Span(Instant.parse(from), Instant.parse(to));
    }

    static Offer offer(String sku) {
        return new Offer(sku, sku, Money.ofFen(990), Money.ofFen(1_990), 100);
    }

    static Campaign campaign(Audience audience, Offer... offers) {
        return Proposals.campaign("flash_sale", audience, offers);
    }

    static Terms terms(ZoneId zone) {
        return PlainTerms.between(
                Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-11-29T12:00:00Z"), zone, Audience.EVERYBODY);
    }
}
