package dev.stampede.load;

import io.gatling.javaapi.core.Simulation;
import java.util.List;

/** Viral chains: every helper may start an own one. See {@link ChainPlay}. */
public class BargainSimulation extends Simulation {
    private final Stage stage = Stage.read(2_000, 8);
    private final Show show = new Show(stage, List.of(new ChainPlay(stage, stage.crowd())));

    public BargainSimulation() {
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
