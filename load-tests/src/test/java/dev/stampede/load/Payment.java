package dev.stampede.load;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;

/** A buyer pays the order in the session, a moment later, with the simulated provider. */
final class Payment {
    private static final Duration SOONEST = Duration.ofMillis(200);
    private static final Duration LATEST = Duration.ofMillis(2_000);

    private Payment() {}

    /** An order that is gone meanwhile is not paid: only its seat in a team can be. */
    static ChainBuilder of(Stage stage, Books books) {
        HttpRequestActionBuilder intent = http("pay")
                .post("/v1/orders/#{order}/pay")
                .header("Authorization", Stage::bearer)
                .header("Idempotency-Key", "pay-#{order}")
                .header("Content-Type", "application/json")
                .body(StringBody("{}"))
                .check(stage.accepts(200, 201, 409));
        HttpRequestActionBuilder notice = http("payment notice")
                .post("/v1/payments/simulated/notify")
                .header("Content-Type", "application/json")
                .body(StringBody("#{notice}"))
                .check(stage.accepts(200));
        return pause(SOONEST, LATEST)
                .exec(stage.tries().of("payOrder", intent, (session, answer, isLast) -> {
                    if (answer.isOpen() && isLast) {
                        books.doubt(Stage.shopper(session), "its payment");
                    }
                    return session.set("notice", notice(answer));
                }))
                .exec(doIf(session -> !"".equals(session.getString("notice")))
                        .then(stage.tries()
                                .of(
                                        "notifySimulatedPayment",
                                        notice,
                                        (session, answer, isLast) -> noticed(session, answer, isLast, books))));
    }

    private static Session noticed(Session session, Answer answer, boolean isLast, Books books) {
        if (answer.status() == 200) {
            books.paid(String.valueOf(session.getString("order")));
        } else if (answer.isOpen() && isLast) {
            books.doubt(Stage.shopper(session), "its payment");
        }
        return session;
    }

    private static String notice(Answer intent) {
        return intent.isDone() ? intent.body().path("client").path("notify").toString() : "";
    }
}
