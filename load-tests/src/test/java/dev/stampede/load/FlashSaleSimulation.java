package dev.stampede.load;

import java.util.List;

/** A flash sale: quiet page views, then everybody within the rush. See {@link SalePlay}. */
public class FlashSaleSimulation extends ShowSimulation {
    public FlashSaleSimulation() {
        super(2_000, 1, stage -> List.of(new SalePlay(stage, stage.crowd(), stage.stock())));
    }
}
