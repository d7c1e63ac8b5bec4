package dev.stampede.cluster;

import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.EventBus;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Vert.x of a node that is one of several, and who the others are. */
public final class Cluster {
    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final String SEAL = "seal";
    private static final int LINE_FOR_EACH = 1_000;
    private static final int CONNECT_MS = 2_000;
    private static final long PING_MS = 5_000;

    private final Vertx vertx;
    private final Membership membership;
    private final ReplayingHazelcast manager;
    private final AtomicLong refused = new AtomicLong();

    private Cluster(Vertx vertx, Membership membership, ReplayingHazelcast manager) {
        this.vertx = vertx;
        this.membership = membership;
        this.manager = manager;
    }

    /** Joins the members that are there, or begins a cluster that the others will join. */
    public static Future<Cluster> join(VertxOptions options, Membership membership) {
        ReplayingHazelcast manager = new ReplayingHazelcast(HazelcastRecipe.of(membership));
        String host = membership.address().getHostAddress();
        options.getEventBusOptions()
                .setHost(host)
                .setPort(membership.busPort())
                .setClusterPublicHost(host)
                .setClusterPublicPort(membership.busPort())
                .setConnectTimeout(CONNECT_MS)
                .setClusterPingInterval(PING_MS)
                .setClusterPingReplyInterval(PING_MS);
        return Vertx.builder()
                .with(options)
                .withClusterManager(manager)
                .buildClustered()
                .map(vertx -> new Cluster(vertx, membership, manager))
                .onSuccess(Cluster::seal);
    }

    public Vertx vertx() {
        return vertx;
    }

    /** This node's name, the same after each restart. */
    public String name() {
        return membership.name();
    }

    /** All that may belong to it, this node too. */
    public List<String> members() {
        return membership.members();
    }

    /** The names of those who are there now, this node left out. */
    public Set<String> others() {
        return manager.others();
    }

    /** What it stands on. */
    HazelcastInstance hazelcast() {
        return manager.getHazelcastInstance();
    }

    /** Registers all consumers of this node once more, and looks up those of the others anew. */
    Future<Void> registerAgain() {
        return manager.replay();
    }

    /** The bus itself lets anybody in who reaches its port; a hint without the seal of a member goes no further. */
    private void seal() {
        EventBus bus = vertx.eventBus().serializableChecker(name -> false).clusterSerializableChecker(name -> false);
        bus.<Object>addOutboundInterceptor(context -> {
            if (context.body() instanceof String hint) {
                context.message()
                        .headers()
                        .set(SEAL, membership.secret().seal(context.message().address(), hint));
            }
            context.next();
        });
        bus.<Object>addInboundInterceptor(context -> {
            if (isSealed(context)) {
                context.next();
            } else {
                refused(context.message().address());
            }
        });
    }

    /** One line for the first, then one for each thousand: whoever sends them may send many. */
    private void refused(String address) {
        if (refused.getAndIncrement() % LINE_FOR_EACH == 0) {
            LOG.warn("a message without the seal of a member came to {}, {} so far", address, refused);
        }
    }

    private boolean isSealed(DeliveryContext<Object> context) {
        String seal = context.message().headers().get(SEAL);
        return seal != null
                && context.message().body() instanceof String hint
                && membership.secret().isSealed(context.message().address(), hint, seal);
    }
}
