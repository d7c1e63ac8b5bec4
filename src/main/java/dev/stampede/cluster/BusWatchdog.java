package dev.stampede.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when this node hears nothing on the bus any more, which is known to happen after a split that healed: it registers
 * the consumers again, and in the end says that the node is lost.
 */
public final class BusWatchdog {
    private static final Logger LOG = LoggerFactory.getLogger(BusWatchdog.class);
    private static final long REGISTER_EVERY_MS = 5_000;
    private static final long LOST_MS = 30_000;
    private static final long NEVER = Long.MAX_VALUE;

    private final Cluster cluster;
    private final LongSupplier millis;
    private final Hearing hearing;
    private final Promise<Void> lost = Promise.promise();
    private long deafSince;
    private long stirredAt;
    private long registerAt = NEVER;
    private volatile boolean isDeaf;
    private volatile int audible;
    private volatile Set<String> listed = Set.of();

    /** @param millis a clock that only goes on */
    public BusWatchdog(Cluster cluster, LongSupplier millis) {
        this.cluster = cluster;
        this.millis = millis;
        this.hearing = new Hearing(cluster.name(), millis.getAsLong());
    }

    /** Listens from now on, on the event loop that {@link #step} is called on. */
    public Future<Void> open() {
        return cluster.vertx()
                .eventBus()
                .<String>consumer(Heartbeat.ADDRESS, message -> Heartbeat.read(message.body())
                        .ifPresent(heard -> hearing.heard(heard, millis.getAsLong())))
                .completion();
    }

    /** Tells the others that it is there, and looks whether it hears them. To be called about once a second. */
    public Future<Integer> step() {
        long now = millis.getAsLong();
        Set<String> others = cluster.others();
        hearing.look(others, now);
        Set<String> heard = hearing.heard();
        cluster.vertx().eventBus().publish(Heartbeat.ADDRESS, new Heartbeat(cluster.name(), heard).write());
        notice(others, now);
        audible = heard.size();
        judge(now);
        return now < registerAt ? Future.succeededFuture(0) : registerAgain(now).map(0);
    }

    /** Whether the bus can be relied on. */
    public boolean isDeaf() {
        return isDeaf;
    }

    /** A few words for an operator. */
    public String detail() {
        int absent = cluster.members().size() - 1 - listed.size();
        return (isDeaf ? "deaf, " : "") + "hears " + audible + " of " + listed.size() + " others, "
                + Math.max(0, absent) + " away";
    }

    /** Completes when it has been deaf for 30 s: the process should end, and be started again. */
    public Future<Void> lost() {
        return lost.future();
    }

    /** A member that came or went may have taken registrations of this one with it. */
    private void notice(Set<String> others, long now) {
        if (!others.equals(listed)) {
            LOG.info("{} has these others beside it: {}", cluster.name(), others);
            listed = others;
            registerAt = now;
            stirredAt = now;
        }
    }

    private void judge(long now) {
        if (hearing.isDeaf() && !isDeaf) {
            LOG.warn("the bus of {} is deaf ({}): registering its consumers again", cluster.name(), detail());
            isDeaf = true;
            deafSince = now;
            registerAt = now;
        } else if (!hearing.isDeaf() && isDeaf) {
            LOG.info("the bus of {} hears again", cluster.name());
            isDeaf = false;
        }
        if (hearing.misses() && registerAt == NEVER) {
            registerAt = now;
        }
        if (isDeaf && now - deafSince >= LOST_MS) {
            lost.tryComplete();
        }
    }

    /** Again and again while it misses somebody, and twice after a change of the members: the first may have come too soon. */
    private Future<Void> registerAgain(long now) {
        registerAt = hearing.misses() || now - stirredAt < REGISTER_EVERY_MS ? now + REGISTER_EVERY_MS : NEVER;
        return cluster.registerAgain().otherwiseEmpty();
    }
}
