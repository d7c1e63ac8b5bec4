package dev.stampede.load;

import java.util.List;

/** Sockets that wait for the start, and buy when they hear of it. See {@link FeedPlay}. */
public class FeedSimulation extends ShowSimulation {
    public FeedSimulation() {
        super(1_000, 1, stage -> List.of(new FeedPlay(stage, stage.crowd(), stage.stock())));
    }
}
