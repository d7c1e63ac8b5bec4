package dev.stampede.load;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;
import java.util.function.Function;

/** A buyer pays the order in the session, a moment later, with the simulated provider. */
final class Payment {
    private static final Duration SOONEST = Duration.ofMillis(200);
    private static final Duration LATEST = Duration.ofMillis(2_000);

    private Payment() {}

    /** @param bearer the buyer's Authorization header */
    static ChainBuilder of(Function<Session, String> bearer, Books books) {
        HttpRequestActionBuilder intent = http("pay")
                .post("/v1/orders/#{order}/pay")
                .header("Authorization", bearer)
                .header("Idempotency-Key", "pay-#{order}")
                .header("Content-Type", "application/json")
                .body(StringBody("{}"))
                .check(status().in(200, 201));
        HttpRequestActionBuilder notice = http("payment notice")
                .post("/v1/payments/simulated/notify")
                .header("Content-Type", "application/json")
                .body(StringBody("#{notice}"))
                .check(status().is(200));
        return pause(SOONEST, LATEST)
                .exec(Tries.of(intent, (session, answer, isLast) -> session.set("notice", notice(answer))))
                .exec(doIf(session -> !"".equals(session.getString("notice")))
                        .then(Tries.of(notice, (session, answer, isLast) -> {
                            if (answer.status() == 200) {
                                books.paid(String.valueOf(session.getString("order")));
                            }
                            return session;
                        })));
    }

    private static String notice(Answer intent) {
        boolean isOpen = intent.status() == 200 || intent.status() == 201;
        return isOpen ? intent.body().path("client").path("notify").toString() : "";
    }
}
