package dev.stampede.load;

import io.gatling.javaapi.core.Simulation;
import java.util.List;
import java.util.function.Function;

/** A simulation that is one {@link Show}. */
abstract class ShowSimulation extends Simulation {
    private final Show show;

    /**
     * @param users the default crowd
     * @param seconds the default rush
     * @param plays what is played on the stage
     */
    ShowSimulation(int users, int seconds, Function<Stage, List<Play>> plays) {
        Stage stage = Stage.read(users, seconds);
        show = new Show(stage, plays.apply(stage));
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
