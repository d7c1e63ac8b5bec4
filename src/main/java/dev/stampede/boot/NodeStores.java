package dev.stampede.boot;

import java.util.List;

/**
 * The stores of a node, and the secrets that it shares with the other nodes on them.
 *
 * @param jwtSecrets one or two, the first signs
 */
record NodeStores(String redisUrl, String postgresUrl, List<String> jwtSecrets) {
    NodeStores {
        jwtSecrets = List.copyOf(jwtSecrets);
    }

    @Override
    public String toString() {
        return "NodeStores[masked]";
    }
}
