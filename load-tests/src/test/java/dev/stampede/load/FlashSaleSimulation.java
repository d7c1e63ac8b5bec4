package dev.stampede.load;

import io.gatling.javaapi.core.Simulation;
import java.util.List;

/** A flash sale: quiet page views, then everybody within the rush. See {@link SalePlay}. */
public class FlashSaleSimulation extends Simulation {
    private final Stage stage = Stage.read(2_000, 1);
    private final Show show = new Show(stage, List.of(new SalePlay(stage, stage.crowd(), stage.stock())));

    public FlashSaleSimulation() {
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
