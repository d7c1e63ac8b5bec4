package dev.stampede.load;

import java.util.List;

/** Viral chains: every helper may start an own one. See {@link ChainPlay}. */
public class BargainSimulation extends ShowSimulation {
    public BargainSimulation() {
        super(2_000, 8, stage -> List.of(new ChainPlay(stage, stage.crowd())));
    }
}
