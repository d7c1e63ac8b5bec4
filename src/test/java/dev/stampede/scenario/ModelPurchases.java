package dev.stampede.scenario;

import dev.stampede.scenario.Batch.Request;
import dev.stampede.scenario.Picture.Hold;

/** First come, first served. */
record ModelPurchases(ModelState state) implements ModelAction {
    @Override
    public long closesAt(Request request) {
        return state.definition.closesAt();
    }

    @Override
    public String sku(Request request) {
        return request.sku();
    }

    @Override
    public String word(Request request) {
        return state.available(request.sku(), request.units(), request.shopper());
    }

    @Override
    public String accept(Request request) {
        state.move(request.shopper(), request.sku(), request.units());
        state.holds.put(request.outcome(), new Hold(request.shopper(), request.sku(), request.units()));
        return "";
    }

    @Override
    public long changes(int accepted, long units) {
        return accepted > 0 ? 1 : 0;
    }
}
