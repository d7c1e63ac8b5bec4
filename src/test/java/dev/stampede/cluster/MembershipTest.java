package dev.stampede.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MembershipTest {
    private static final String SECRET = "sixteen-letters!";

    @Test
    void a_node_is_the_member_with_its_port_and_an_address_of_this_machine() {
        List<String> members = List.of("192.0.2.1:5701", "127.0.0.1:5702", "127.0.0.1:5701");
        Membership found = Membership.find(members, 5701, SECRET).orElseThrow();
        assertThat(found.name()).isEqualTo("127.0.0.1:5701");
        assertThat(found.address().getHostAddress()).isEqualTo("127.0.0.1");
        assertThat(found.members()).isEqualTo(members);
    }

    @Test
    void a_node_that_is_not_among_them_is_not_found() {
        assertThat(Membership.find(List.of("192.0.2.1:5701"), 5701, SECRET)).isEmpty();
        assertThat(Membership.find(List.of("127.0.0.1:5702"), 5701, SECRET)).isEmpty();
        assertThat(Membership.find(List.of("no-such-host.invalid:5701"), 5701, SECRET))
                .isEmpty();
    }

    @Test
    void the_bus_has_a_port_of_its_own_that_exists() {
        assertThat(Membership.find(List.of("127.0.0.1:5701"), 5701, SECRET)
                        .orElseThrow()
                        .busPort())
                .isEqualTo(5801);
        assertThat(Membership.find(List.of("127.0.0.1:65500"), 65_500, SECRET)
                        .orElseThrow()
                        .busPort())
                .isEqualTo(65_400);
    }

    @Test
    void the_secret_names_the_cluster_and_seals_hints_without_being_told() {
        ClusterSecret secret = new ClusterSecret(SECRET);
        ClusterSecret other = new ClusterSecret(SECRET + "?");
        assertThat(secret.clusterName()).isEqualTo(new ClusterSecret(SECRET).clusterName());
        assertThat(secret.clusterName()).isNotEqualTo(other.clusterName()).doesNotContain(SECRET);
        String seal = secret.seal("there", "word");
        assertThat(secret.isSealed("there", "word", seal)).isTrue();
        assertThat(secret.isSealed("elsewhere", "word", seal)).isFalse();
        assertThat(secret.isSealed("there", "other", seal)).isFalse();
        assertThat(other.isSealed("there", "word", seal)).isFalse();
        assertThat(secret).hasToString("ClusterSecret[masked]");
    }
}
