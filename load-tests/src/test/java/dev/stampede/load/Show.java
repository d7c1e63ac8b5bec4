package dev.stampede.load;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.PopulationBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A run: plays on one stage, quiet visitors of the first one's page, and the closing. */
final class Show {
    private final Stage stage;
    private final List<Play> plays;
    private final Rehearsal rehearsal;
    private final Closing closing;

    Show(Stage stage, List<Play> plays) {
        this.stage = stage;
        this.plays = List.copyOf(plays);
        this.rehearsal = new Rehearsal(stage);
        this.closing = new Closing(stage, this.plays);
    }

    List<PopulationBuilder> crowd() {
        List<PopulationBuilder> crowd = new ArrayList<>();
        rehearsal.crowd().ifPresent(crowd::add);
        crowd.add(visitors());
        plays.forEach(play -> crowd.addAll(play.crowd()));
        crowd.add(closing.crowd());
        return crowd;
    }

    private PopulationBuilder visitors() {
        LoadSettings settings = stage.settings();
        return scenario("visitors")
                .exec(stage.look(plays.get(0).books()::campaignId))
                .exec(exec(http("time").get("/v1/time").check(stage.accepts(200))))
                .injectOpen(
                        nothingFor(settings.rehearsal()),
                        constantUsersPerSec(settings.rate())
                                .during(settings.lead().plus(settings.rush())));
    }

    /** Every answer as expected; the limits are looked at with the figures. */
    List<Assertion> assertions() {
        return List.of(
                global().failedRequests().count().is(0L),
                details("campaign").responseTime().percentile(99).lte((int)
                        stage.settings().viewP99().toMillis()));
    }

    /** Puts the campaigns on the engine: last, so that the opening is as far away as the visitors believe. */
    void open() {
        rehearsal.open(stage.organiser());
        Instant opensAt = stage.lift();
        for (Play play : plays) {
            play.open(stage.organiser(), opensAt);
            System.out.println("campaign " + play.books().campaignId() + " opens at " + opensAt);
        }
    }

    void close(String simulation) {
        new Figures(stage, plays, closing).write(simulation);
    }
}
