package dev.stampede.boot;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that can be set from outside, read and found good.
 *
 * @param http the public server
 * @param ops the operations server
 * @param stores nothing when the embedded stores are to be used
 * @param redisServer absolute; the program for the embedded Redis, not looked at yet; nothing for the bundled one
 * @param dataDirectory absolute; need not be there yet
 * @param jwtSecrets at most two of at least 32 characters, the first signs; empty when they are in {@code jwtSecretFile},
 *     or the one kept in the data directory is to be used, which only happens with the embedded stores
 * @param jwtSecretFile absolute; not read yet
 * @param cluster nothing when this node is alone
 * @param corsOrigins each as {@code scheme://host[:port]}; empty switches CORS off
 * @param trustedProxies addresses and networks whose word about a client's address is believed
 * @param webhookHosts empty forbids webhooks
 * @param effective every variable in the order of {@link Variable}
 */
public record Settings(
        Listener http,
        Listener ops,
        Optional<ExternalStores> stores,
        boolean allowUnsafeStores,
        Optional<Path> redisServer,
        Path dataDirectory,
        List<Secret> jwtSecrets,
        Optional<Path> jwtSecretFile,
        Optional<ClusterSettings> cluster,
        boolean demoLogin,
        boolean selfApproval,
        List<String> corsOrigins,
        List<String> trustedProxies,
        List<String> webhookHosts,
        List<EffectiveSetting> effective) {
    public Settings {
        jwtSecrets = List.copyOf(jwtSecrets);
        corsOrigins = List.copyOf(corsOrigins);
        trustedProxies = List.copyOf(trustedProxies);
        webhookHosts = List.copyOf(webhookHosts);
        effective = List.copyOf(effective);
    }

    /**
     * Reads flags over environment over defaults.
     *
     * @param flags by the name of the variable, such as {@code STAMPEDE_HTTP_PORT}
     * @param environment of the process; names outside {@code STAMPEDE_} are ignored, except {@code HOME}
     * @throws SettingsException with everything that is wrong
     */
    public static Settings read(Map<String, String> flags, Map<String, String> environment) {
        return new SettingsReader(flags, environment).read();
    }

    /** The same with other ports, 0 for any free one. */
    Settings onPorts(int httpPort, int opsPort) {
        return new Settings(
                new Listener(http.host(), httpPort),
                new Listener(ops.host(), opsPort),
                stores,
                allowUnsafeStores,
                redisServer,
                dataDirectory,
                jwtSecrets,
                jwtSecretFile,
                cluster,
                demoLogin,
                selfApproval,
                corsOrigins,
                trustedProxies,
                webhookHosts,
                effective);
    }

    /** Whether this process runs its own Redis and Postgres. */
    public boolean embedded() {
        return stores.isEmpty();
    }

    /** One aligned line per variable: name, value with secrets masked, origin. */
    public List<String> describe() {
        int name = effective.stream()
                .mapToInt(s -> s.variable().key().length())
                .max()
                .orElse(0);
        int value = effective.stream().mapToInt(s -> s.value().length()).max().orElse(0);
        return effective.stream()
                .map(s -> pad(s.variable().key(), name) + "  " + pad(s.value(), value) + "  "
                        + s.origin().word())
                .toList();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
