package dev.stampede.cluster;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import java.util.Map;

/** How Hazelcast is to run: named members over TCP, quick to notice, closed to everything but members. */
final class HazelcastRecipe {
    /** The member attribute that tells the others who it is. */
    static final String NAME = "stampede.name";

    private static final int BACKUPS = 2;
    private static final int CONNECT_SECONDS = 2;

    /** Seconds, but for the call time-out. A silent member goes after 8; two clusters look for each other each 5. */
    private static final Map<String, String> PROPERTIES = Map.ofEntries(
            Map.entry("hazelcast.phone.home.enabled", "false"),
            Map.entry("hazelcast.logging.type", "slf4j"),
            // Its lines would tell the name of the cluster, which is as good as the secret.
            Map.entry("hazelcast.logging.details.enabled", "false"),
            Map.entry("hazelcast.socket.bind.any", "false"),
            Map.entry("hazelcast.heartbeat.interval.seconds", "1"),
            Map.entry("hazelcast.max.no.heartbeat.seconds", "8"),
            Map.entry("hazelcast.merge.first.run.delay.seconds", "5"),
            Map.entry("hazelcast.merge.next.run.delay.seconds", "5"),
            Map.entry("hazelcast.member.list.publish.interval.seconds", "5"),
            Map.entry("hazelcast.wait.seconds.before.join", "1"),
            Map.entry("hazelcast.max.join.seconds", "30"),
            Map.entry("hazelcast.operation.call.timeout.millis", "10000"),
            Map.entry("hazelcast.graceful.shutdown.max.wait", "5"));

    private HazelcastRecipe() {}

    static Config of(Membership membership) {
        Config config = new Config();
        config.setClusterName(membership.secret().clusterName());
        config.setInstanceName(membership.name());
        config.setClassLoader(HazelcastRecipe.class.getClassLoader());
        config.getMemberAttributeConfig().setAttribute(NAME, membership.name());
        PROPERTIES.forEach(config::setProperty);
        config.setProperty("hazelcast.local.localAddress", membership.address().getHostAddress());
        // A filter with an allow-list: whoever reaches the port must not be able to make objects of any class.
        config.getSerializationConfig().setJavaSerializationFilterConfig(filter());
        config.setAdvancedNetworkConfig(network(membership));
        config.getMetricsConfig().setEnabled(false);
        // These three are what the cluster manager of Vert.x works with; two backups outlive two nodes.
        config.addMultiMapConfig(new MultiMapConfig("__vertx.subs")
                .setBackupCount(BACKUPS)
                .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
        config.addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(BACKUPS));
        config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(BACKUPS));
        return config;
    }

    /** Only the protocol of members is spoken: no clients, no REST, no memcache. */
    private static AdvancedNetworkConfig network(Membership membership) {
        ServerSocketEndpointConfig members = new ServerSocketEndpointConfig();
        members.setPort(membership.port()).setPortAutoIncrement(false).setReuseAddress(true);
        JoinConfig join = new JoinConfig();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        join.getTcpIpConfig()
                .setEnabled(true)
                .setMembers(membership.members())
                .setConnectionTimeoutSeconds(CONNECT_SECONDS);
        return new AdvancedNetworkConfig()
                .setEnabled(true)
                .setMemberEndpointConfig(members)
                .setJoin(join);
    }

    private static JavaSerializationFilterConfig filter() {
        JavaSerializationFilterConfig filter = new JavaSerializationFilterConfig();
        filter.getWhitelist()
                .addPrefixes("java.lang.", "java.util.", "com.hazelcast.", "io.vertx.spi.cluster.hazelcast.");
        return filter;
    }
}
