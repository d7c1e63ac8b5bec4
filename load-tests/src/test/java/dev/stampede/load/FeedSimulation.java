package dev.stampede.load;

import io.gatling.javaapi.core.Simulation;
import java.util.List;

/** Sockets that wait for the start, and buy when they hear of it. See {@link FeedPlay}. */
public class FeedSimulation extends Simulation {
    private final Stage stage = Stage.read(1_000, 1);
    private final Show show = new Show(stage, List.of(new FeedPlay(stage, stage.crowd(), stage.stock())));

    public FeedSimulation() {
        setUp(show.crowd()).protocols(stage.server()).assertions(show.assertions());
    }

    @Override
    public void before() {
        show.open();
    }

    @Override
    public void after() {
        show.close(getClass().getSimpleName());
    }
}
