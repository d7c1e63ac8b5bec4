package dev.stampede.load;

import io.gatling.javaapi.core.Simulation;
import java.util.List;

/**
 * All kinds at once, opened by one instant: of a hundred shoppers forty are in a flash sale, thirty in a group-buy, twenty in a
 * bargain and ten wait on sockets for a second sale; others look at pages.
 */
public class MixedSimulation extends Simulation {
    private final Stage stage = Stage.read(2_000, 3);
    private final Show show = new Show(
            stage,
            List.of(
                    new SalePlay(stage, part(0, 40), stage.stock()),
                    new TeamPlay(stage, part(40, 70)),
                    new ChainPlay(stage, part(70, 90)),
                    new FeedPlay(stage, part(90, 100), stage.stock())));

    public MixedSimulation() {
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

    private List<Shopper> part(int fromPercent, int toPercent) {
        int all = stage.crowd().size();
        return stage.crowd().subList(all * fromPercent / 100, all * toPercent / 100);
    }
}
