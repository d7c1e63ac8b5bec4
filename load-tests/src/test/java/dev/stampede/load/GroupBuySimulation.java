package dev.stampede.load;

import io.gatling.javaapi.core.Simulation;
import java.util.List;

/** A formation storm: teams that race to fill. See {@link TeamPlay}. */
public class GroupBuySimulation extends Simulation {
    private final Stage stage = Stage.read(2_000, 3);
    private final Show show = new Show(stage, List.of(new TeamPlay(stage, stage.crowd())));

    public GroupBuySimulation() {
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
