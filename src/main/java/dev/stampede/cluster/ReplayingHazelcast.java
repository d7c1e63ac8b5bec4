package dev.stampede.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps in mind what this node told the cluster about itself, and can tell it all once more. */
final class ReplayingHazelcast extends HazelcastClusterManager {
    private final Set<Registration> registrations = ConcurrentHashMap.newKeySet();
    private volatile @Nullable NodeInfo told;
    private volatile @Nullable RegistrationListener listener;

    private record Registration(String address, RegistrationInfo info) {}

    ReplayingHazelcast(Config config) {
        super(config);
    }

    /** The names of the members, this one left out. */
    Set<String> others() {
        return getHazelcastInstance().getCluster().getMembers().stream()
                .filter(member -> !member.localMember())
                .map(ReplayingHazelcast::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Registers every consumer of this node again, and forgets who else listens where, so that it is looked up anew. */
    Future<Void> replay() {
        List<Future<Void>> all = new ArrayList<>();
        NodeInfo info = told;
        if (info != null) {
            Promise<Void> promise = Promise.promise();
            super.setNodeInfo(info, promise);
            all.add(promise.future());
        }
        for (Registration registration : registrations) {
            Promise<Void> promise = Promise.promise();
            super.addRegistration(registration.address(), registration.info(), promise);
            all.add(promise.future());
        }
        return Future.join(all).<Void>mapEmpty().onComplete(done -> {
            RegistrationListener forgetting = listener;
            if (forgetting != null) {
                forgetting.registrationsLost();
            }
        });
    }

    @Override
    public void registrationListener(RegistrationListener told) {
        listener = told;
        super.registrationListener(told);
    }

    @Override
    public void setNodeInfo(NodeInfo info, Completable<Void> promise) {
        told = info;
        super.setNodeInfo(info, promise);
    }

    @Override
    public void addRegistration(String address, RegistrationInfo info, Completable<Void> promise) {
        registrations.add(new Registration(address, info));
        super.addRegistration(address, info, promise);
    }

    @Override
    public void removeRegistration(String address, RegistrationInfo info, Completable<Void> promise) {
        registrations.remove(new Registration(address, info));
        super.removeRegistration(address, info, promise);
    }

    private static String name(Member member) {
        String name = member.getAttribute(HazelcastRecipe.NAME);
        return name == null ? member.getAddress().toString() : name;
    }
}
