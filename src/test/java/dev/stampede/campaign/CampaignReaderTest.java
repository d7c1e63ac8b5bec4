package dev.stampede.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import dev.stampede.json.MalformedJson;
import dev.stampede.json.Violation;
import dev.stampede.money.Money;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CampaignReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Instant OPENS_AT = NOW.plusSeconds(60);
    private static final Pattern REPEAT = Pattern.compile("(.)\\{(\\d+)}");

    /** The member in the first column gets the value of the second; {@code x{65}} is 65 times x, a dash takes it out. */
    @ParameterizedTest(name = "{0} = {1} is wrong at {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            /kind                   | -                             | /kind                  | required
            /kind                   | null                          | /kind                  | required
            /kind                   | 7                             | /kind                  | type
            /kind                   | ""                            | /kind                  | length
            /kind                   | "lottery"                     | /kind                  | choice
            /title                  | -                             | /title                 | required
            /title                  | ""                            | /title                 | length
            /title                  | "x{65}"                       | /title                 | length
            /title                  | ["a"]                         | /title                 | type
            /title                  | "a\\nb"                       | /title                 | pattern
            /title                  | "a\\u0001b"                   | /title                 | pattern
            /title                  | "a\\u0085b"                   | /title                 | pattern
            /copy                   | -                             | /copy                  | required
            /copy                   | "x{501}"                      | /copy                  | length
            /copy                   | "a\\tb"                       | /copy                  | pattern
            /cover                  | "http://a.example/b.png"      | /cover                 | pattern
            /cover                  | "//a.example/b.png"           | /cover                 | pattern
            /cover                  | "https:b.png"                 | /cover                 | pattern
            /cover                  | "https://a.example/b c"       | /cover                 | pattern
            /cover                  | "javascript:alert(1)"         | /cover                 | pattern
            /cover                  | ""                            | /cover                 | length
            /cover                  | "https://a.example/x{500}"    | /cover                 | length
            /opensAt                | -                             | /opensAt               | required
            /opensAt                | "tomorrow"                    | /opensAt               | pattern
            /opensAt                | 1700000000000                 | /opensAt               | pattern
            /opensAt                | "1969-12-31T23:59:59Z"        | /opensAt               | range
            /opensAt                | "0001-01-01T00:00:00Z"        | /opensAt               | range
            /closesAt               | -                             | /closesAt              | required
            /closesAt               | "2026-11-21T12:00:30Z"        | /closesAt              | conflict
            /closesAt               | "2026-11-21T12:01:00Z"        | /closesAt              | conflict
            /closesAt               | "2026-11-21T12:01:00.0009Z"   | /closesAt              | conflict
            /closesAt               | "0001-01-01T00:00:00Z"        | /closesAt              | range
            /announceAt             | "soon"                        | /announceAt            | pattern
            /announceAt             | "2026-11-21T12:01:00.001Z"    | /announceAt            | conflict
            /announceAt             | "1960-01-01T00:00:00Z"        | /announceAt            | range
            /payWithinSeconds       | -                             | /payWithinSeconds      | required
            /payWithinSeconds       | 0                             | /payWithinSeconds      | range
            /payWithinSeconds       | 604801                        | /payWithinSeconds      | range
            /payWithinSeconds       | 900.0                         | /payWithinSeconds      | type
            /payWithinSeconds       | 9e2                           | /payWithinSeconds      | type
            /payWithinSeconds       | "900"                         | /payWithinSeconds      | type
            /perShopperLimit        | -                             | /perShopperLimit       | required
            /perShopperLimit        | 0                             | /perShopperLimit       | range
            /perShopperLimit        | 1001                          | /perShopperLimit       | range
            /perShopperLimit        | 1                             | /perOrderLimit         | conflict
            /perOrderLimit          | -                             | /perOrderLimit         | required
            /perOrderLimit          | 0                             | /perOrderLimit         | range
            /perOrderLimit          | 6                             | /perOrderLimit         | conflict
            /perOrderLimit          | 99999999999999999999          | /perOrderLimit         | range
            /ack                    | "later"                       | /ack                   | choice
            /ack                    | "SETTLED"                     | /ack                   | choice
            /stockShown             | "some"                        | /stockShown            | choice
            /timeZone               | "Mars/Olympus"                | /timeZone              | choice
            /timeZone               | "+08:00"                      | /timeZone              | choice
            /timeZone               | 8                             | /timeZone              | type
            /audience               | []                            | /audience              | type
            /audience               | {"newcomersOnly": "yes"}      | /audience/newcomersOnly | type
            /audience               | {"tags": ["a b"]}             | /audience/tags/0       | pattern
            /audience               | {"tags": ["a", 1]}            | /audience/tags/1       | pattern
            /audience               | {"tags": "a"}                 | /audience/tags         | type
            /audience               | {"age": 18}                   | /audience/age          | unknown
            /refundPolicy           | "x{2001}"                     | /refundPolicy          | length
            /refundPolicy           | "a\\rb"                       | /refundPolicy          | pattern
            /refundable             | 1                             | /refundable            | type
            /rules                  | "none"                        | /rules                 | type
            /rules                  | {"pace": 10}                  | /rules/pace            | range
            /rules                  | {"speed": 1}                  | /rules/speed           | unknown
            /offers                 | -                             | /offers                | required
            /offers                 | []                            | /offers                | length
            /offers                 | {}                            | /offers                | type
            /offers/1               | "milk"                        | /offers/1              | type
            /offers/1/sku           | -                             | /offers/1/sku          | required
            /offers/1/sku           | "buns"                        | /offers/1/sku          | conflict
            /offers/1/sku           | "a:b"                         | /offers/1/sku          | pattern
            /offers/1/sku           | "x{65}"                       | /offers/1/sku          | pattern
            /offers/1/name          | ""                            | /offers/1/name         | length
            /offers/1/name          | "x{65}"                       | /offers/1/name         | length
            /offers/1/name          | "a\\u007fb"                   | /offers/1/name         | pattern
            /offers/1/priceFen      | 0                             | /offers/1/priceFen     | range
            /offers/1/priceFen      | 501                           | /offers/1/priceFen     | conflict
            /offers/1/priceFen      | 1.0                           | /offers/1/priceFen     | type
            /offers/1/listPriceFen  | 499                           | /offers/1/priceFen     | conflict
            /offers/1/listPriceFen  | 1000000001                    | /offers/1/listPriceFen | range
            /offers/1/listPriceFen  | -                             | /offers/1/listPriceFen | required
            /offers/1/allocation    | -                             | /offers/1/allocation   | required
            /offers/1/allocation    | 0                             | /offers/1/allocation   | range
            /offers/1/allocation    | 10000001                      | /offers/1/allocation   | range
            /offers/1/left          | 5                             | /offers/1/left         | unknown
            /state                  | "live"                        | /state                 | unknown
            """)
    void a_wrong_member_is_named_by_pointer_and_code(String member, String value, String pointer, String code)
            throws MalformedJson {
        ObjectNode body = Drafts.body(OPENS_AT);
        put(body, member, value);

        assertThat(violations(body))
                .extracting(Violation::pointer, Violation::code)
                .containsExactly(tuple(pointer, code));
    }

    @ParameterizedTest(name = "{0} = {1} is right")
    @CsvSource(delimiter = '|', textBlock = """
            /title                  | "x{64}"
            /title                  | "早餐"
            /copy                   | "x{500}"
            /cover                  | null
            /cover                  | "https://cdn.example/a/b.png?v=1"
            /opensAt                | "1970-01-01T00:00:00Z"
            /closesAt               | "2026-11-21T12:01:00.001Z"
            /closesAt               | "9999-12-31T23:59:59.999Z"
            /announceAt             | "2026-11-21T12:01:00Z"
            /announceAt             | "2020-01-01T00:00:00Z"
            /payWithinSeconds       | 604800
            /perShopperLimit        | 1000
            /perOrderLimit          | 5
            /timeZone               | "Europe/Berlin"
            /audience               | {"newcomersOnly": true, "tags": ["core", "core", "gold_1"]}
            /refundPolicy           | null
            /refundPolicy           | ""
            /refundPolicy           | "x{2000}"
            /rules                  | {"pace": 9}
            /offers/1/sku           | "x{64}"
            /offers/1/priceFen      | 1
            /offers/1/listPriceFen  | 1000000000
            /offers/1/allocation    | 10000000
            """)
    void a_member_at_its_bound_is_taken(String member, String value) throws MalformedJson {
        ObjectNode body = Drafts.body(OPENS_AT);
        put(body, member, value);

        assertThat(violations(body)).isEmpty();
    }

    @Test
    void what_is_left_out_has_its_default() {
        Draft draft = Drafts.opening(OPENS_AT);

        Terms terms = draft.terms();
        assertThat(draft.kind()).isEqualTo("flash_sale");
        assertThat(terms.cover()).isNull();
        assertThat(terms.announceAt()).isNull();
        assertThat(terms.ack()).isEqualTo(Ack.SETTLED);
        assertThat(terms.stockShown()).isEqualTo(StockShown.EXACT);
        assertThat(terms.timeZone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
        assertThat(terms.audience()).isEqualTo(Audience.EVERYBODY);
        assertThat(terms.refundPolicy()).isEmpty();
        assertThat(terms.refundable()).isTrue();
        assertThat(Json.write(terms.rules())).isEqualTo("{\"pace\":3}");
    }

    @Test
    void what_is_given_is_taken_as_written() {
        ObjectNode body = Drafts.body(OPENS_AT);
        body.put("ack", "reserved").put("stockShown", "bar").put("refundable", false);
        body.putObject("audience").put("newcomersOnly", true).putArray("tags").add("gold");

        Draft draft = Drafts.read(body);

        assertThat(draft.terms().ack()).isEqualTo(Ack.RESERVED);
        assertThat(draft.terms().stockShown()).isEqualTo(StockShown.BAR);
        assertThat(draft.terms().refundable()).isFalse();
        assertThat(draft.terms().audience()).isEqualTo(new Audience(true, Set.of("gold")));
        assertThat(draft.terms().opensAt()).isEqualTo(OPENS_AT);
        assertThat(draft.offers())
                .containsExactly(
                        new Offer("buns", "Buns", Money.ofFen(990), Money.ofFen(1990), 100),
                        new Offer("milk", "Milk", Money.ofFen(500), Money.ofFen(500), 7));
    }

    @Test
    void a_campaign_that_is_over_already_is_refused() {
        ObjectNode body = Drafts.body(NOW.minusSeconds(3_600));

        assertThat(violations(body))
                .extracting(Violation::pointer, Violation::code)
                .containsExactly(tuple("/closesAt", "range"));
    }

    @Test
    void times_are_cut_to_milliseconds() {
        ObjectNode body = Drafts.body(OPENS_AT);
        body.put("opensAt", "2026-11-21T12:01:00.123999Z");

        assertThat(Drafts.read(body).terms().opensAt()).isEqualTo(Instant.parse("2026-11-21T12:01:00.123Z"));
    }

    @Test
    void twenty_offers_are_taken_and_twenty_one_refused() {
        ObjectNode body = Drafts.body(OPENS_AT);
        ArrayNode offers = body.withArray("offers");
        while (offers.size() < 20) {
            offers.add(offers.get(0).deepCopy());
            ((ObjectNode) offers.get(offers.size() - 1)).put("sku", "sku-" + offers.size());
        }
        assertThat(violations(body)).isEmpty();

        offers.add(((ObjectNode) offers.get(0).deepCopy()).put("sku", "one_more"));
        assertThat(violations(body))
                .extracting(Violation::pointer, Violation::code)
                .containsExactly(tuple("/offers", "length"));
    }

    @Test
    void twenty_tags_are_taken_and_twenty_one_refused() {
        ObjectNode body = Drafts.body(OPENS_AT);
        ArrayNode tags = body.putObject("audience").putArray("tags");
        for (int i = 0; i < 20; i++) {
            tags.add("tag" + i);
        }
        assertThat(violations(body)).isEmpty();

        tags.add("one_more");
        assertThat(violations(body))
                .extracting(Violation::pointer, Violation::code)
                .containsExactly(tuple("/audience/tags", "length"));
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() throws MalformedJson {
        ObjectNode body = Drafts.body(OPENS_AT);
        put(body, "/title", "7");
        put(body, "/perOrderLimit", "9");
        put(body, "/offers/0/sku", "\"milk\"");
        put(body, "/rules", "{\"pace\": 0}");

        assertThat(violations(body))
                .extracting(Violation::pointer)
                .containsExactlyInAnyOrder("/title", "/perOrderLimit", "/offers/1/sku", "/rules/pace");
    }

    private static List<Violation> violations(ObjectNode body) {
        Fields fields = Fields.of(body);
        new CampaignReader(Drafts.KINDS).read(fields, NOW);
        return fields.finish();
    }

    private static void put(ObjectNode body, String member, String value) throws MalformedJson {
        int cut = member.lastIndexOf('/');
        String name = member.substring(cut + 1);
        var parent = body.at(member.substring(0, cut));
        if (value.equals("-")) {
            ((ObjectNode) parent).remove(name);
            return;
        }
        String expanded =
                REPEAT.matcher(value).replaceAll(match -> match.group(1).repeat(Integer.parseInt(match.group(2))));
        var parsed = Json.parseObject(("{\"it\":" + expanded + "}").getBytes(StandardCharsets.UTF_8))
                .get("it");
        if (parent instanceof ArrayNode list) {
            list.set(Integer.parseInt(name), parsed);
        } else {
            ((ObjectNode) parent).set(name, parsed);
        }
    }
}
