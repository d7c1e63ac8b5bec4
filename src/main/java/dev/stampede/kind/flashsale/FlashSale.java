package dev.stampede.kind.flashsale;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import dev.stampede.kind.Action;
import dev.stampede.kind.CampaignKind;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** First come, first served, from the opening instant until the stock is gone. */
public final class FlashSale implements CampaignKind<FlashSaleRules> {
    private static final Pattern WALL_CLOCK = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");
    private static final int MAX_WINDOWS = 10;

    @Override
    public String name() {
        return "flash_sale";
    }

    @Override
    public FlashSaleRules readRules(Fields rules) {
        List<DailyWindow> windows = new ArrayList<>();
        for (Fields window : rules.objects("windows", 0, MAX_WINDOWS)) {
            String from = window.matching("from", WALL_CLOCK);
            String to = window.matching("to", WALL_CLOCK);
            if (!from.isEmpty() && from.equals(to)) {
                window.violation("to", "conflict", "must differ from the window's start");
            }
            windows.add(new DailyWindow(time(from), time(to)));
        }
        return new FlashSaleRules(windows);
    }

    @Override
    public ObjectNode writeRules(FlashSaleRules rules) {
        ObjectNode json = Json.object();
        ArrayNode windows = json.putArray("windows");
        for (DailyWindow window : rules.windows()) {
            windows.addObject()
                    .put("from", window.from().toString())
                    .put("to", window.to().toString());
        }
        return json;
    }

    @Override
    public List<Action<FlashSaleRules, ?>> actions() {
        return List.of(new Purchase());
    }

    private static LocalTime time(String text) {
        return text.isEmpty() ? LocalTime.MIDNIGHT : LocalTime.parse(text);
    }
}
