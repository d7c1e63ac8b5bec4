package dev.stampede.load;

import java.util.List;

/**
 * All kinds at once, opened by one instant: of a hundred shoppers forty are in a flash sale, thirty in a group-buy, twenty in a
 * bargain and ten wait on sockets for a second sale; others look at pages.
 */
public class MixedSimulation extends ShowSimulation {
    public MixedSimulation() {
        super(
                2_000,
                3,
                stage -> List.of(
                        new SalePlay(stage, part(stage, 0, 40), stage.stock()),
                        new TeamPlay(stage, part(stage, 40, 70)),
                        new ChainPlay(stage, part(stage, 70, 90)),
                        new FeedPlay(stage, part(stage, 90, 100), stage.stock())));
    }

    private static List<Shopper> part(Stage stage, int fromPercent, int toPercent) {
        int all = stage.crowd().size();
        return stage.crowd().subList(all * fromPercent / 100, all * toPercent / 100);
    }
}
