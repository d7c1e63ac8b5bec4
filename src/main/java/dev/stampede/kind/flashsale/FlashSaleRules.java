package dev.stampede.kind.flashsale;

import dev.stampede.campaign.Terms;
import dev.stampede.kind.Span;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rules of one flash sale.
 *
 * @param windows when it sells every day; empty means always
 */
public record FlashSaleRules(List<DailyWindow> windows) {
    public FlashSaleRules {
        windows = List.copyOf(windows);
    }

    /**
     * The two nearest windows that have not passed at {@code now} and start before the campaign closes, nearest first. Empty
     * when the sale has no windows; {@link Span#NEVER} when it has, and the last one is over.
     */
    List<Span> nearest(Instant now, Terms terms) {
        if (windows.isEmpty()) {
            return List.of();
        }
        LocalDate today = now.atZone(terms.timeZone()).toLocalDate();
        List<Span> ahead = windows.stream()
                .flatMap(
                        window -> Stream.of(-1, 0, 1, 2).map(days -> window.on(today.plusDays(days), terms.timeZone())))
                .filter(span -> now.isBefore(span.to()) && span.from().isBefore(span.to()))
                .filter(span -> span.from().isBefore(terms.closesAt()))
                .sorted(Comparator.comparing(Span::from))
                .limit(2)
                .toList();
        return ahead.isEmpty() ? List.of(Span.NEVER) : ahead;
    }
}
