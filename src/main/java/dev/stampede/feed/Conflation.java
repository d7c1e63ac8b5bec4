package dev.stampede.feed;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.Map;

/** Makes at most five ticks a second and campaign out of many: for each offer the figure of the newest stock version. */
final class Conflation {
    static final long PAUSE_MS = 200;

    /** The answer to a tick that brings nothing new, or that goes out with one that is due already. */
    static final long LATER = -1;

    private static final int MOST_CAMPAIGNS = 10_000;

    private final Map<String, Stock> campaigns = Caffeine.newBuilder()
            .maximumSize(MOST_CAMPAIGNS)
            .executor(Runnable::run)
            .<String, Stock>build()
            .asMap();

    private record Figure(long version, long value) {}

    private static final class Stock {
        final Map<String, Figure> figures = new HashMap<>();
        long version;
        long sentAt;
        boolean isDue;
    }

    /** Takes a tick in, and says in how many ms {@link #take} is due for its campaign, or {@link #LATER}. */
    long offer(StockTick tick, long now) {
        Stock stock = campaigns.computeIfAbsent(tick.campaignId(), first -> new Stock());
        boolean isNews = false;
        for (Map.Entry<String, Long> figure : tick.figures().entrySet()) {
            Figure fresh = new Figure(tick.stockVersion(), figure.getValue());
            Figure known = stock.figures.get(figure.getKey());
            if (known == null || known.version() < fresh.version()) {
                stock.figures.put(figure.getKey(), fresh);
                isNews |= known == null || known.value() != fresh.value();
            }
        }
        stock.version = Math.max(stock.version, tick.stockVersion());
        if (!isNews || stock.isDue) {
            return LATER;
        }
        stock.isDue = true;
        return Math.max(0, stock.sentAt + PAUSE_MS - now);
    }

    /** All that is known of the campaign's stock; the caller sends it now. */
    StockTick take(String campaignId, String member, long now) {
        Stock stock = campaigns.computeIfAbsent(campaignId, forgotten -> new Stock());
        stock.isDue = false;
        stock.sentAt = now;
        Map<String, Long> figures = new HashMap<>();
        stock.figures.forEach((sku, figure) -> figures.put(sku, figure.value()));
        return new StockTick(campaignId, member, stock.version, figures);
    }
}
