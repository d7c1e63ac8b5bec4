package dev.stampede.boot;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A variable with what it must stand beside, a valid value that is not the default, and a malformed one. */
record SettingSamples(
        Map<String, String> company, String valid, Object expected, String malformed, Function<Settings, Object> seen) {
    static final String SECRET = "0123456789abcdef0123456789abcdef";
    static final String OTHER_SECRET = "fedcba9876543210fedcba9876543210";

    /** The least that must be set with stores of one's own. */
    static final Map<String, String> EXTERNAL = Map.of(
            "STAMPEDE_REDIS_URL", "redis://r:6379",
            "STAMPEDE_POSTGRES_URL", "postgresql://me:pw@p:5432/shop",
            "STAMPEDE_JWT_SECRET", SECRET);

    static SettingSamples of(Variable variable) {
        return switch (variable) {
            case HTTP_PORT ->
                new SettingSamples(Map.of(), "9090", 9090, "http", s -> s.http().port());
            case OPS_PORT ->
                new SettingSamples(Map.of(), "9091", 9091, "65536", s -> s.ops().port());
            case HTTP_HOST ->
                new SettingSamples(
                        Map.of(), "::1", "::1", "http://h", s -> s.http().host());
            case OPS_HOST ->
                new SettingSamples(
                        Map.of(), "10.0.0.1", "10.0.0.1", "h:80/", s -> s.ops().host());
            case REDIS_URL ->
                new SettingSamples(EXTERNAL, "rediss://other", "rediss://other", "redis:other", s -> s.stores()
                        .orElseThrow()
                        .redisUrl());
            case POSTGRES_URL ->
                new SettingSamples(EXTERNAL, "postgres://other/x", "postgres://other/x", "other", s -> s.stores()
                        .orElseThrow()
                        .postgresUrl());
            case REDIS_SERVER ->
                new SettingSamples(
                        Map.of(),
                        "/opt/redis/redis-server",
                        Optional.of(Path.of("/opt/redis/redis-server")),
                        "",
                        Settings::redisServer);
            case DATA_DIR -> new SettingSamples(Map.of(), "/data", Path.of("/data"), "", Settings::dataDirectory);
            case JWT_SECRET ->
                new SettingSamples(
                        EXTERNAL,
                        OTHER_SECRET,
                        List.of(new Secret(OTHER_SECRET)),
                        OTHER_SECRET.substring(1),
                        Settings::jwtSecrets);
            case JWT_SECRET_FILE ->
                new SettingSamples(
                        Map.of(), "/secrets/jwt", Optional.of(Path.of("/secrets/jwt")), "", Settings::jwtSecretFile);
            case CLUSTER ->
                new SettingSamples(
                        Map.of("STAMPEDE_CLUSTER_SECRET", SECRET), "a:1, b:2", "[a:1, b:2]", "a", s -> s.cluster()
                                .map(c -> c.members().toString())
                                .orElse("off"));
            case CLUSTER_PORT -> clustered("6000", 6000, "0", ClusterSettings::port);
            case CLUSTER_SECRET ->
                clustered(
                        "sixteen-letters!", new Secret("sixteen-letters!"), "fifteen-letters", ClusterSettings::secret);
            case DEMO_LOGIN -> new SettingSamples(Map.of(), "false", false, "1", Settings::demoLogin);
            case SELF_APPROVAL -> new SettingSamples(Map.of(), "false", false, "no", Settings::selfApproval);
            case CORS_ORIGINS ->
                new SettingSamples(
                        Map.of(),
                        "https://a.example, http://localhost:3000",
                        List.of("https://a.example", "http://localhost:3000"),
                        "https://a.example/",
                        Settings::corsOrigins);
            case TRUSTED_PROXIES ->
                new SettingSamples(
                        Map.of(),
                        "10.0.0.0/8, ::1",
                        List.of("10.0.0.0/8", "::1"),
                        "10.0.0.0/33",
                        Settings::trustedProxies);
            case ALLOW_UNSAFE_STORES -> new SettingSamples(Map.of(), "true", true, "", Settings::allowUnsafeStores);
            case WEBHOOK_HOSTS ->
                new SettingSamples(
                        Map.of(),
                        "push.example.com,localhost",
                        List.of("push.example.com", "localhost"),
                        "https://push.example.com",
                        Settings::webhookHosts);
        };
    }

    private static SettingSamples clustered(
            String valid, Object expected, String malformed, Function<ClusterSettings, Object> seen) {
        return new SettingSamples(
                Map.of("STAMPEDE_CLUSTER", "a:1", "STAMPEDE_CLUSTER_SECRET", SECRET),
                valid,
                expected,
                malformed,
                s -> s.cluster().map(seen).orElseThrow());
    }
}
