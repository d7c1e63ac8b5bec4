package dev.stampede.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.TimeUnit;

/** Makes the pool that a process uses. */
public final class PgPools {
    private static final int CONNECTIONS = 8;

    /** A bound for memory: who waits for too long is refused by age, and a payment storm is a few hundred in a second. */
    private static final int WAITING = 4_096;

    private static final int CONNECT_SECONDS = 2;
    private static final int IDLE_SECONDS = 60;
    private static final int LIFETIME_SECONDS = 1_800;

    private PgPools() {}

    /**
     * A pool for {@code postgresql://user:password@host:port/db}; it connects when it is first asked, and again after a
     * failover. A transaction whose COMMIT was not answered fails with {@link CommitUnknown}.
     */
    public static Pool create(Vertx vertx, String url) {
        PoolOptions limits = new PoolOptions()
                .setMaxSize(CONNECTIONS)
                .setMaxWaitQueueSize(WAITING)
                .setConnectionTimeout(CONNECT_SECONDS)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxLifetime(LIFETIME_SECONDS)
                .setMaxLifetimeUnit(TimeUnit.SECONDS);
        NetClientOptions network = new NetClientOptions()
                .setConnectTimeout(CONNECT_SECONDS * 1_000)
                .setTcpKeepAlive(true);
        return new FailoverPool(vertx, () -> PgBuilder.pool()
                .with(limits)
                .with(network)
                .connectingTo(options(url))
                .using(vertx)
                .build());
    }

    /** One connection that belongs to no pool, within 2 s: closing it ends it. */
    public static Future<SqlConnection> connect(Vertx vertx, String url) {
        Future<PgConnection> connecting = PgConnection.connect(vertx, options(url));
        return connecting
                .<SqlConnection>map(connection -> connection)
                .timeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                .onFailure(e -> connecting.onSuccess(PgConnection::close));
    }

    /** How to connect to {@code url}, for a connection that is held outside a pool. */
    public static PgConnectOptions options(String url) {
        PgConnectOptions options = PgConnectOptions.fromUri(url);
        options.setCachePreparedStatements(true);
        options.addProperty("application_name", "stampede");
        options.addProperty("statement_timeout", "5s");
        options.addProperty("lock_timeout", "1s");
        options.addProperty("idle_in_transaction_session_timeout", "30s");
        return options;
    }
}
