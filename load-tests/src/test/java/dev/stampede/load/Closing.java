package dev.stampede.load;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What happens when everybody is gone: all is decided that was under way, then every order is looked at as the operator and
 * its buyer see it, then the audit. The last request of the run fails it when anything at all was wrong.
 */
final class Closing {
    private static final Duration A_LOOK = Duration.ofMillis(500);
    private static final int MOST_LOOKS = 240;
    private static final int MOST_AUDITS = 20;
    private static final int MOST_BUYERS = 500;

    private final Stage stage;
    private final List<Play> plays;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> misses = new ArrayList<>();
    private volatile boolean isAudited;

    Closing(Stage stage, List<Play> plays) {
        this.stage = stage;
        this.plays = plays;
    }

    /** It is there from the first moment, and waits. */
    PopulationBuilder crowd() {
        return scenario("closing")
                .exec(session -> session.set("looks", 0))
                .asLongAs(session -> !stage.isEmpty())
                .on(pause(A_LOOK))
                .asLongAs(session -> session.getInt("looks") < MOST_LOOKS && isMoving())
                .on(exec(session -> session.set("looks", session.getInt("looks") + 1))
                        .pause(A_LOOK))
                .exec(this::look)
                .exec(http("audit")
                        .get(stage.settings().opsUrl() + "/admin/v1/audit")
                        .header("Authorization", "Bearer " + stage.organiser().token())
                        .check(status().is(200), bodyString().validate("the engine stands by all", (body, session) -> {
                            if (!isGood()) {
                                throw new IllegalStateException("no, see the figures");
                            }
                            return body;
                        })))
                .injectOpen(atOnceUsers(1));
    }

    private boolean isMoving() {
        return plays.stream()
                .anyMatch(play ->
                        play.isMoving(stage.organiser().orders(play.books().campaignId())));
    }

    /** Nobody else is there any more, so it may keep its thread. */
    private Session look(Session session) {
        Organiser organiser = stage.organiser();
        List<List<JsonNode>> orders = new ArrayList<>();
        for (Play play : plays) {
            List<JsonNode> listed = organiser.orders(play.books().campaignId());
            orders.add(listed);
            play.books().compare(listed);
            play.compare(organiser, listed);
            play.books().receipts().stream().limit(MOST_BUYERS).forEach(receipt -> play.books()
                    .seenByBuyer(receipt, organiser.ordersOf(receipt.shopper())));
        }
        JsonNode audit = still(organiser);
        isAudited = audit.path("ok").asBoolean(false);
        if (!isAudited) {
            complaints.add("the audit found something: " + audit);
        }
        for (int i = 0; i < plays.size(); i++) {
            plays.get(i).books().audited(audit, orders.get(i));
        }
        complaints.addAll(stage.tally().complaints());
        plays.forEach(play -> complaints.addAll(play.books().complaints()));
        plays.forEach(this::lookForMisses);
        long serverErrors = stage.tally().serverErrors();
        if (serverErrors > 0 && !stage.settings().allowsBusy()) {
            misses.add(serverErrors + " answers of 500 and more");
        }
        return session;
    }

    private void lookForMisses(Play play) {
        long limitMs = stage.settings().p99().toMillis();
        for (String operation : play.limited()) {
            int p99 = stage.tally().p99(operation);
            if (p99 > limitMs) {
                misses.add(operation + ": 99 of 100 within " + p99 + " ms, the limit is " + limitMs);
            }
        }
        if (play.books().inDoubt() > 0) {
            misses.add(play.books().inDoubt() + " shoppers never learned what became of their request");
        }
        misses.addAll(play.misses());
    }

    /** The audit when nothing moves, or the last one. */
    private static JsonNode still(Organiser organiser) {
        JsonNode audit = organiser.audit();
        for (int audits = 1; audits < MOST_AUDITS && isMoving(audit); audits++) {
            audit = organiser.audit();
        }
        return audit;
    }

    private static boolean isMoving(JsonNode audit) {
        return StreamSupport.stream(audit.path("campaigns").spliterator(), false)
                .anyMatch(campaign -> campaign.path("moving").asBoolean());
    }

    /** Promises that were broken; empty when all is well, or before the look. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Limits that were missed, and answers that never came; empty when all is well, or before the look. */
    List<String> misses() {
        return List.copyOf(misses);
    }

    boolean isGood() {
        return isAudited && complaints.isEmpty() && misses.isEmpty();
    }

    boolean isAudited() {
        return isAudited;
    }
}
