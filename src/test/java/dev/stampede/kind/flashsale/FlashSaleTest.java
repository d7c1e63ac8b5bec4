package dev.stampede.kind.flashsale;

import static dev.stampede.kind.flashsale.Sales.NOON;
import static dev.stampede.kind.flashsale.Sales.SHANGHAI;
import static dev.stampede.kind.flashsale.Sales.body;
import static dev.stampede.kind.flashsale.Sales.rules;
import static dev.stampede.kind.flashsale.Sales.span;
import static dev.stampede.kind.flashsale.Sales.terms;
import static dev.stampede.kind.flashsale.Sales.windows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.campaign.Terms;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import dev.stampede.kind.Action;
import dev.stampede.kind.Span;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FlashSaleTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private final FlashSale sale = new FlashSale();

    @Nested
    class Rules {
        @Test
        void without_windows_it_always_sells() {
            assertThat(rules("{}").windows()).isEmpty();
            assertThat(rules("{}").nearest(NOON, terms(SHANGHAI))).isEmpty();
        }

        @Test
        void what_is_written_reads_back_the_same() {
            FlashSaleRules rules = rules("""
                    {"windows": [{"from": "09:30", "to": "11:00"}, {"from": "22:00", "to": "02:00"}]}""");

            assertThat(rules(Json.write(sale.writeRules(rules)))).isEqualTo(rules);
            assertThat(Json.write(sale.writeRules(rules("{}")))).isEqualTo("{\"windows\":[]}");
        }

        @Test
        void what_is_wrong_is_named() {
            assertThat(wrong("{\"windows\": [{\"from\": \"24:00\", \"to\": \"9:00\"}]}"))
                    .containsExactly("/windows/0/from pattern", "/windows/0/to pattern");
            assertThat(wrong("{\"windows\": [{\"from\": \"09:00\"}]}")).containsExactly("/windows/0/to required");
            assertThat(wrong("{\"windows\": [{\"from\": \"09:00\", \"to\": \"09:00\"}]}"))
                    .containsExactly("/windows/0/to conflict");
            assertThat(wrong("{\"windows\": {}}")).containsExactly("/windows type");
            assertThat(wrong("{\"pace\": 1}")).containsExactly("/pace unknown");
            assertThat(wrong("{\"windows\": [{\"from\": \"09:00\", \"to\": \"10:00\", \"on\": \"sunday\"}]}"))
                    .containsExactly("/windows/0/on unknown");
        }

        @Test
        void ten_windows_are_the_most() {
            String window = "{\"from\": \"09:00\", \"to\": \"10:00\"}";
            assertThat(wrong("{\"windows\": [" + (window + ",").repeat(9) + window + "]}"))
                    .isEmpty();
            assertThat(wrong("{\"windows\": [" + (window + ",").repeat(10) + window + "]}"))
                    .containsExactly("/windows length");
        }
    }

    @Nested
    class Windows {
        @Test
        void the_two_nearest_come_first_to_last() {
            FlashSaleRules rules = windows("20:00", "21:00", "10:00", "11:00", "15:00", "16:00");

            assertThat(rules.nearest(NOON, terms(SHANGHAI)))
                    .containsExactly(
                            span("2026-11-21T07:00:00Z", "2026-11-21T08:00:00Z"),
                            span("2026-11-21T12:00:00Z", "2026-11-21T13:00:00Z"));
        }

        @Test
        void the_one_that_runs_counts_until_its_last_instant() {
            FlashSaleRules rules = windows("11:00", "12:00");
            Span today = span("2026-11-21T03:00:00Z", "2026-11-21T04:00:00Z");
            Span tomorrow = span("2026-11-22T03:00:00Z", "2026-11-22T04:00:00Z");

            assertThat(rules.nearest(NOON.minusMillis(1), terms(SHANGHAI))).containsExactly(today, tomorrow);
            assertThat(rules.nearest(NOON, terms(SHANGHAI))).startsWith(tomorrow);
        }

        @Test
        void one_may_cross_midnight() {
            FlashSaleRules rules = windows("22:00", "02:00");

            assertThat(rules.nearest(Instant.parse("2026-11-20T17:00:00Z"), terms(SHANGHAI)))
                    .as("at one in the morning it still is yesterday's")
                    .startsWith(span("2026-11-20T14:00:00Z", "2026-11-20T18:00:00Z"));
            assertThat(rules.nearest(NOON, terms(SHANGHAI)))
                    .startsWith(span("2026-11-21T14:00:00Z", "2026-11-21T18:00:00Z"));
        }

        @Test
        void one_that_ends_at_midnight_ends_at_the_end_of_its_day() {
            assertThat(windows("22:00", "00:00").nearest(NOON, terms(SHANGHAI)))
                    .startsWith(span("2026-11-21T14:00:00Z", "2026-11-21T16:00:00Z"));
        }

        @Test
        void none_starts_after_the_campaign_has_closed() {
            FlashSaleRules rules = windows("10:00", "11:00");
            Terms terms = terms(SHANGHAI);

            assertThat(rules.nearest(Instant.parse("2026-11-29T01:00:00Z"), terms))
                    .containsExactly(span("2026-11-29T02:00:00Z", "2026-11-29T03:00:00Z"));
            assertThat(rules.nearest(Instant.parse("2026-11-29T03:00:00Z"), terms))
                    .as("over, which is not the same as always")
                    .containsExactly(Span.NEVER);
            assertThat(Span.NEVER.contains(Instant.EPOCH)).isFalse();
        }

        @Test
        void a_window_follows_the_wall_clock_over_a_clock_change() {
            FlashSaleRules rules = windows("10:00", "11:00");
            Terms terms = terms(NEW_YORK);

            assertThat(rules.nearest(Instant.parse("2026-03-07T12:00:00Z"), terms))
                    .containsExactly(
                            span("2026-03-07T15:00:00Z", "2026-03-07T16:00:00Z"),
                            span("2026-03-08T14:00:00Z", "2026-03-08T15:00:00Z"));
            assertThat(rules.nearest(Instant.parse("2026-10-31T12:00:00Z"), terms))
                    .containsExactly(
                            span("2026-10-31T14:00:00Z", "2026-10-31T15:00:00Z"),
                            span("2026-11-01T15:00:00Z", "2026-11-01T16:00:00Z"));
        }

        @Test
        void a_window_over_the_clock_change_is_an_hour_shorter_or_longer() {
            Terms terms = terms(NEW_YORK);

            assertThat(windows("01:00", "04:00").nearest(Instant.parse("2026-03-08T05:30:00Z"), terms))
                    .startsWith(span("2026-03-08T06:00:00Z", "2026-03-08T08:00:00Z"));
            assertThat(windows("00:30", "03:00").nearest(Instant.parse("2026-11-01T04:00:00Z"), terms))
                    .startsWith(span("2026-11-01T04:30:00Z", "2026-11-01T08:00:00Z"));
        }
    }

    @Test
    void it_is_known_by_its_words() {
        assertThat(sale.name()).isEqualTo("flash_sale");
        assertThat(sale.actions().stream().map(Action::name)).containsExactly("purchase");
        assertThat(sale.rejections()).isEmpty();
    }

    private List<String> wrong(String json) {
        Fields fields = body(json);
        sale.readRules(fields);
        return fields.finish().stream()
                .map(it -> it.pointer() + " " + it.code())
                .toList();
    }
}
