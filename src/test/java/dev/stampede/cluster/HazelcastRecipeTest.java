package dev.stampede.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class HazelcastRecipeTest {
    private final Membership membership =
            Membership.find(List.of("127.0.0.1:5701"), 5701, "sixteen-letters!").orElseThrow();
    private final Config config = HazelcastRecipe.of(membership);

    @Test
    void members_are_found_by_their_addresses_alone_and_nobody_is_told() {
        JoinConfig join = config.getAdvancedNetworkConfig().getJoin();
        assertThat(join.getMulticastConfig().isEnabled()).isFalse();
        assertThat(join.getAutoDetectionConfig().isEnabled()).isFalse();
        assertThat(join.getTcpIpConfig().isEnabled()).isTrue();
        assertThat(join.getTcpIpConfig().getMembers()).containsExactly("127.0.0.1:5701");
        assertThat(config.getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
        assertThat(config.getClusterName()).isNotEqualTo("dev").doesNotContain("sixteen-letters!");
    }

    @Test
    void a_silent_member_is_dropped_within_seconds() {
        assertThat(config.getProperty("hazelcast.heartbeat.interval.seconds")).isEqualTo("1");
        assertThat(config.getProperty("hazelcast.max.no.heartbeat.seconds")).isEqualTo("8");
    }

    @Test
    void who_listens_where_outlives_two_nodes() {
        assertThat(config.getMultiMapConfig("__vertx.subs").getBackupCount()).isEqualTo(2);
        assertThat(config.getMapConfig("__vertx.nodeInfo").getBackupCount()).isEqualTo(2);
    }
}
