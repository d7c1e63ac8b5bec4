package dev.stampede.load;

import java.util.List;

/** A formation storm: teams that race to fill. See {@link TeamPlay}. */
public class GroupBuySimulation extends ShowSimulation {
    public GroupBuySimulation() {
        super(2_000, 3, stage -> List.of(new TeamPlay(stage, stage.crowd())));
    }
}
