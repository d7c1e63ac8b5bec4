package dev.stampede.participation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.json.MalformedJson;
import dev.stampede.kind.Action;
import dev.stampede.kind.flashsale.FlashSale;
import dev.stampede.kind.flashsale.FlashSaleRules;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BodiesTest {
    private static final String ONE = "{\"quantity\":1}";

    private final Bodies bodies = new Bodies();

    @Test
    void what_everybody_sends_is_read_once() throws MalformedJson {
        Live<FlashSaleRules> sale = FlashSales.ofEggs();
        Reading<?, ?> first = read(ONE, sale);

        assertThat(first.violations()).isEmpty();
        assertThat(read(ONE, sale)).isSameAs(first);
        assertThat(read("{\"quantity\":2}", sale).fingerprint()).isNotEqualTo(first.fingerprint());
    }

    @Test
    void another_campaign_may_find_something_else_in_it() throws MalformedJson {
        Live<FlashSaleRules> eggs = FlashSales.ofEggs();
        assertThat(read(ONE, eggs).violations()).isEmpty();

        assertThat(read(ONE, FlashSales.live(1, 1)).violations())
                .extracting(violation -> violation.pointer() + " " + violation.code())
                .containsExactly("/sku required");

        assertThat(read(ONE, eggs).violations()).isEmpty();
    }

    @Test
    void another_action_reads_it_too() throws MalformedJson {
        Live<FlashSaleRules> sale = FlashSales.ofEggs();
        Body body = bodies.of(utf8(ONE));
        Action<FlashSaleRules, ?> purchase = purchase(sale);
        Action<FlashSaleRules, ?> other = new FlashSale().actions().get(0);

        assertThat(body.readBy(purchase, sale).action()).isSameAs(purchase);
        assertThat(body.readBy(other, sale).action()).isSameAs(other);
    }

    @Test
    void what_is_no_object_is_refused_each_time() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> bodies.of(utf8("[1]"))).isInstanceOf(MalformedJson.class);
        }
        assertThatThrownBy(() -> bodies.of(new byte[0])).isInstanceOf(MalformedJson.class);
    }

    @Test
    void texts_that_look_alike_in_another_encoding_are_not_taken_for_each_other() throws MalformedJson {
        Live<FlashSaleRules> sale = FlashSales.ofEggs();
        byte[] notUtf8 = {'{', '"', (byte) 0xE9, '"', ':', '1', '}'};

        assertThat(read("{\"\u00e9\":1}", sale).violations()).hasSize(2);
        assertThatThrownBy(() -> bodies.of(notUtf8)).isInstanceOf(MalformedJson.class);
    }

    @Test
    void a_long_one_is_not_kept() throws MalformedJson {
        String padded = ONE + " ".repeat(512);
        assertThat(bodies.of(utf8(padded))).isNotSameAs(bodies.of(utf8(padded)));
        assertThat(bodies.of(utf8(ONE))).isSameAs(bodies.of(utf8(ONE)));
    }

    private Reading<?, ?> read(String json, Live<FlashSaleRules> sale) throws MalformedJson {
        return bodies.of(utf8(json)).readBy(purchase(sale), sale);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Action<FlashSaleRules, ?> purchase(Live<FlashSaleRules> sale) {
        return sale.action("purchase").orElseThrow();
    }
}
