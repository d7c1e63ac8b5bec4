package dev.stampede.cluster;

import com.github.f4b6a3.tsid.TsidFactory;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process' node number, 0 to 1023, leased for 30 s at a time, and the TSIDs that carry it. A random number, which is
 * tsid-creator's default, would sooner or later be the same on two nodes.
 */
public final class PgNodeLease implements Supplier<String> {
    private static final Logger LOG = LoggerFactory.getLogger(PgNodeLease.class);
    private static final long SAFE_MS = 20_000;
    private static final int NODE_BITS = 10;
    private static final int TRIES = 5;
    private static final String TAKE = """
            INSERT INTO node_lease (node_id, owner, expires_at)
            SELECT n, $1::text, now() + interval '30 seconds' FROM generate_series(0, 1023) n
            WHERE NOT EXISTS (SELECT FROM node_lease l WHERE l.node_id = n AND l.expires_at > now())
            ORDER BY n LIMIT 1
            ON CONFLICT (node_id) DO UPDATE SET owner = excluded.owner, expires_at = excluded.expires_at
              WHERE node_lease.expires_at <= now()
            RETURNING node_id
            """;
    private static final String RENEW = """
            UPDATE node_lease SET expires_at = now() + interval '30 seconds'
            WHERE node_id = $1::int AND owner = $2::text
            """;
    private static final String GIVE_UP = "DELETE FROM node_lease WHERE node_id = $1::int AND owner = $2::text";

    private final Pool pool;
    private final InstantSource clock;
    private final String owner;
    private volatile Lease lease;

    /** A number, the ids made with it, and when it was last surely ours. */
    private record Lease(int node, TsidFactory ids, long renewedAt) {
        static Lease of(int node, long renewedAt) {
            return new Lease(
                    node,
                    TsidFactory.builder().withNodeBits(NODE_BITS).withNode(node).build(),
                    renewedAt);
        }

        Lease renewed(long now) {
            return new Lease(node, ids, now);
        }
    }

    private PgNodeLease(Pool pool, InstantSource clock, String owner, Lease lease) {
        this.pool = pool;
        this.clock = clock;
        this.owner = owner;
        this.lease = lease;
    }

    /** Takes a free number; fails when all 1,024 are taken. {@code owner} is random and names this process. */
    public static Future<PgNodeLease> take(Pool pool, InstantSource clock, String owner) {
        return take(pool, clock, owner, TRIES).map(lease -> new PgNodeLease(pool, clock, owner, lease));
    }

    /** A fresh id: 13 characters, sortable by time. Throws {@link LeaseLost} while the number may be another node's. */
    @Override
    public String get() {
        if (!isValid()) {
            throw new LeaseLost();
        }
        return lease.ids().create().toString();
    }

    /** Whether the number is surely still ours; when not, nothing new may be accepted. */
    public boolean isValid() {
        return clock.millis() - lease.renewedAt() < SAFE_MS;
    }

    /** Renews the lease; when it ran out and somebody else has the number, takes another one. */
    public Future<Integer> step() {
        long now = clock.millis();
        return pool.preparedQuery(RENEW).execute(Tuple.of(lease.node(), owner)).compose(renewed -> {
            if (renewed.rowCount() == 1) {
                lease = lease.renewed(now);
                return Future.succeededFuture(0);
            }
            LOG.warn("the lease of node number {} ran out, taking another", lease.node());
            return take(pool, clock, owner, TRIES).map(taken -> {
                lease = taken;
                return 0;
            });
        });
    }

    /** Gives the number back. */
    public Future<Void> close() {
        return pool.preparedQuery(GIVE_UP)
                .execute(Tuple.of(lease.node(), owner))
                .mapEmpty();
    }

    private static Future<Lease> take(Pool pool, InstantSource clock, String owner, int triesLeft) {
        long now = clock.millis();
        return pool.preparedQuery(TAKE).execute(Tuple.of(owner)).compose(rows -> {
            RowIterator<Row> taken = rows.iterator();
            if (taken.hasNext()) {
                return Future.succeededFuture(Lease.of(taken.next().getInteger("node_id"), now));
            }
            return triesLeft > 1
                    ? take(pool, clock, owner, triesLeft - 1)
                    : Future.failedFuture(new IllegalStateException("all 1,024 node numbers are leased"));
        });
    }
}
