package dev.stampede.order;

import com.github.f4b6a3.tsid.Tsid;
import java.time.Duration;
import java.time.Instant;

/** What an order's id tells by itself: a TSID carries the time at which it was made. */
final class OrderIds {
    private static final Duration ROW_ON_ITS_WAY = Duration.ofSeconds(60);
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(5);

    private OrderIds() {}

    /** Whether it is a TSID as the engine writes them: 13 characters, upper case. */
    static boolean isWellFormed(String id) {
        return Tsid.isValid(id) && Tsid.from(id).toString().equals(id);
    }

    /** Whether an order of that id may exist without its row: made less than 60 s before {@code now}. */
    static boolean mayLackItsRow(String id, Instant now) {
        if (!isWellFormed(id)) {
            return false;
        }
        Instant made = Tsid.from(id).getInstant();
        return made.isAfter(now.minus(ROW_ON_ITS_WAY)) && !made.isAfter(now.plus(CLOCKS_DIFFER));
    }
}
