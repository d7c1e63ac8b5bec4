package dev.stampede.load;

import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.responseTimeInMillis;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A request that is sent again, with the same key, while its outcome is open, after what Retry-After says and a random part of
 * a second. Each answer is tallied.
 */
final class Tries {
    private static final int MOST = 10;
    private static final int EARLY_MS = 40;
    private static final int SILENCE_MS = 1_000;

    private final Tally tally;
    private final Gateway gateway;

    /** Is told of each answer. */
    interface Note {
        /** @param isLast whether no further try comes, were the answer open */
        Session of(Session session, Answer answer, boolean isLast);
    }

    Tries(Tally tally, Gateway gateway) {
        this.tally = tally;
        this.gateway = gateway;
    }

    /** @param operation what the contract calls it */
    ChainBuilder of(String operation, HttpRequestActionBuilder request, Note note) {
        return of(operation, request, note, MOST);
    }

    /** Sent once, whatever comes of it. */
    ChainBuilder once(String operation, HttpRequestActionBuilder request, Note note) {
        return of(operation, request, note, 1);
    }

    private ChainBuilder of(String operation, HttpRequestActionBuilder request, Note note, int most) {
        HttpRequestActionBuilder read = request.check(
                status().saveAs("status"),
                header("Retry-After").optional().saveAs("retryAfter"),
                responseTimeInMillis().saveAs("millis"),
                bodyString().saveAs("body"));
        return exec(session -> session.set("tries", 1))
                .asLongAs(session -> session.getInt("tries") > 0)
                .on(exec(session -> session.removeAll("status", "retryAfter", "millis", "body"))
                        .exec(gateway.through(exec(read)))
                        .exec(session -> noted(session, operation, note, most))
                        .exec(doIf(session -> session.getInt("tries") > 0)
                                .then(pause(session -> Duration.ofMillis(session.getInt("waitMs"))))));
    }

    private Session noted(Session session, String operation, Note note, int most) {
        Answer answer = answer(session);
        tally.answered(operation, answer);
        int tries = session.getInt("tries");
        boolean isLast = tries >= most;
        return note.of(session, answer, isLast)
                .set("tries", answer.isOpen() && !isLast ? tries + 1 : 0)
                .set("waitMs", waitMs(answer));
    }

    private static Answer answer(Session session) {
        if (!session.contains("status")) {
            return new Answer(0, 0, 0, Json.object());
        }
        String header = session.contains("retryAfter") ? session.getString("retryAfter") : null;
        return new Answer(
                session.getInt("status"),
                header != null && header.matches("\\d{1,4}") ? Integer.parseInt(header) : 0,
                session.getInt("millis"),
                Json.read(String.valueOf(session.getString("body"))));
    }

    private static int waitMs(Answer answer) {
        if (answer.code().equals("NOT_STARTED")) {
            return EARLY_MS;
        }
        int told = answer.retryAfterSeconds() > 0 ? answer.retryAfterSeconds() * 1_000 : SILENCE_MS;
        return told + ThreadLocalRandom.current().nextInt(1_000);
    }
}
