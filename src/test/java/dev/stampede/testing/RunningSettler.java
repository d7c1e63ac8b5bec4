package dev.stampede.testing;

import dev.stampede.postgres.HeldConnection;
import dev.stampede.postgres.PgPools;
import dev.stampede.settlement.PgReloadWanted;
import dev.stampede.settlement.PgSettler;
import dev.stampede.settlement.PgSettling;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.InstantSource;

/** The settler of a node, stepped on an event loop of its own as soon as there is something to settle. */
public final class RunningSettler {
    private static final long AGAIN_MS = 5;

    private final Vertx vertx;
    private final Context context;
    private final PgSettler settler;
    private boolean isBusy;

    public RunningSettler(Vertx vertx, String postgresUrl, PgSettling settling, PgReloadWanted reloads) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.settler = new PgSettler(
                new HeldConnection(() -> PgPools.connect(vertx, postgresUrl)),
                settling,
                reloads,
                InstantSource.system(),
                took -> {});
        settler.onWork(() -> context.runOnContext(run -> step()));
    }

    public PgSettler settler() {
        return settler;
    }

    private void step() {
        if (isBusy) {
            return;
        }
        isBusy = true;
        settler.step().onComplete(done -> {
            isBusy = false;
            if (settler.hasPending()) {
                vertx.setTimer(AGAIN_MS, again -> context.runOnContext(run -> step()));
            }
        });
    }
}
