package dev.stampede.load;

import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.foreach;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Session;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/** What happens when everybody is gone: a look at every order as its buyer and as the operator sees it, then the audit. */
final class Closing {
    private static final int MOST_AUDITS = 30;

    private final URI operations;
    private final String operator;
    private final Books books;
    private final int wanted;
    private final Supplier<String> campaignId;

    /** @param wanted how many units the crowd wanted */
    Closing(URI operations, String operator, Books books, int wanted, Supplier<String> campaignId) {
        this.operations = operations;
        this.operator = operator;
        this.books = books;
        this.wanted = wanted;
        this.campaignId = campaignId;
    }

    ScenarioBuilder scene() {
        return scenario("closing").exec(ordersOfBuyers()).exec(ordersOfSale()).exec(audit());
    }

    private ChainBuilder ordersOfBuyers() {
        return foreach(session -> List.copyOf(books.receipts()), "receipt")
                .on(exec(http("orders of a buyer")
                                .get("/v1/orders?limit=100")
                                .header(
                                        "Authorization",
                                        session -> "Bearer "
                                                + receipt(session).shopper().token())
                                .check(status().is(200), bodyString().saveAs("page")))
                        .exec(session -> {
                            books.seenByShopper(receipt(session), campaignId.get(), json(session, "page"));
                            return session;
                        }));
    }

    private ChainBuilder ordersOfSale() {
        return exec(session -> session.set("cursor", ""))
                .asLongAs(session -> session.contains("cursor"))
                .on(exec(http("orders of the sale")
                                .get(session ->
                                        operations.resolve("/admin/v1/orders?limit=100&campaignId=" + campaignId.get())
                                                + String.valueOf(session.getString("cursor")))
                                .header("Authorization", "Bearer " + operator)
                                .check(status().is(200), bodyString().saveAs("page")))
                        .exec(session -> {
                            JsonNode page = json(session, "page");
                            books.seenByOperator(page);
                            String next = page.path("nextCursor").asText("");
                            return next.isEmpty() ? session.remove("cursor") : session.set("cursor", "&cursor=" + next);
                        }));
    }

    /** Asks until nothing moves; the last answer fails the run when anything at all was wrong. */
    private ChainBuilder audit() {
        return exec(session -> session.set("audits", 0).set("moving", true))
                .asLongAs(session -> session.getBoolean("moving") && session.getInt("audits") < MOST_AUDITS)
                .on(exec(http("audit")
                                .get(session ->
                                        operations.resolve("/admin/v1/audit").toString())
                                .header("Authorization", "Bearer " + operator)
                                .check(
                                        status().is(200),
                                        bodyString().saveAs("report"),
                                        bodyString().validate("books and audit agree", this::agreed)))
                        .exec(session -> session.set("audits", session.getInt("audits") + 1)
                                .set("moving", isMoving(json(session, "report"))))
                        .exec(pause(Duration.ofMillis(500))));
    }

    private String agreed(String body, Session session) {
        JsonNode report = Answers.read(body);
        boolean isLast = session.getInt("audits") == MOST_AUDITS - 1;
        if (!isMoving(report) || isLast) {
            books.audited(campaignId.get(), report, wanted);
            if (!books.complaints().isEmpty()) {
                throw new IllegalStateException(books.complaints().get(0));
            }
        }
        return body;
    }

    private static boolean isMoving(JsonNode report) {
        return StreamSupport.stream(report.path("campaigns").spliterator(), false)
                .anyMatch(campaign -> campaign.path("moving").asBoolean());
    }

    private static JsonNode json(Session session, String name) {
        return Answers.read(session.contains(name) ? String.valueOf(session.getString(name)) : "");
    }

    private static Books.Receipt receipt(Session session) {
        Books.Receipt receipt = session.get("receipt");
        if (receipt == null) {
            throw new IllegalStateException("no receipt in the session");
        }
        return receipt;
    }
}
