package dev.stampede.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What can be known of the container files without a container engine. */
class DockerTest {
    private static final Pattern OURS = Pattern.compile("\\bSTAMPEDE_[A-Z_]+");
    private static final Pattern UPSTREAM = Pattern.compile("\\n\\s*server ([a-z0-9-]+):(\\d+)[ ;]");
    private static final List<String> NODES = List.of("node-1", "node-2", "node-3");
    private static final Pattern TO_FILL_IN = Pattern.compile("\\$\\{([A-Z_]+)(?::[?-]([^}]*))?}");

    private final String dockerfile = read("Dockerfile");
    private final JsonObject compose = parse(read("docker-compose.yml"));
    private final JsonObject services = compose.getJsonObject("services");

    @Test
    void every_setting_that_is_named_exists() {
        Set<String> known = Arrays.stream(Variable.values()).map(Variable::key).collect(Collectors.toSet());
        for (String file : List.of("Dockerfile", "docker-compose.yml", ".env.example")) {
            assertThat(OURS.matcher(read(file)).results().map(MatchResult::group))
                    .as(file)
                    .isNotEmpty()
                    .allMatch(known::contains);
        }
    }

    @Test
    void the_settings_of_the_nodes_are_good_ones() {
        for (String node : NODES) {
            Settings settings = Settings.read(Map.of(), environment(node));
            assertThat(settings.embedded()).isFalse();
            assertThat(settings.http()).isEqualTo(new Listener("0.0.0.0", 8080));
            assertThat(settings.ops()).isEqualTo(new Listener("0.0.0.0", 8081));
            assertThat(settings.demoLogin() || settings.selfApproval() || settings.allowUnsafeStores())
                    .isFalse();
        }
    }

    @Test
    void the_nodes_are_one_cluster_with_directories_of_their_own() {
        for (String node : NODES) {
            ClusterSettings cluster =
                    Settings.read(Map.of(), environment(node)).cluster().orElseThrow();
            assertThat(cluster.port()).isEqualTo(5701);
            assertThat(cluster.members())
                    .extracting(ClusterSettings.Member::host)
                    .containsExactlyElementsOf(NODES);
            assertThat(cluster.members()).allMatch(member -> member.port() == cluster.port());
            assertThat(services.getJsonObject(node).getJsonArray("volumes")).containsExactly(node + ":/data");
        }
    }

    @Test
    void the_proxy_knows_every_node_and_passes_on_what_they_need() {
        JsonObject proxy = services.getJsonObject("proxy");
        String mount = proxy.getJsonArray("volumes").getString(0);
        assertThat(mount).isEqualTo("./docs/nginx.conf:/etc/nginx/nginx.conf:ro");
        String nginx = read("docs/nginx.conf");
        assertThat(UPSTREAM.matcher(nginx).results().map(found -> found.group(1) + ":" + found.group(2)))
                .containsExactlyElementsOf(
                        NODES.stream().map(node -> node + ":8080").toList());
        assertThat(nginx.substring(nginx.indexOf("location = /v1/feed")))
                .contains("Upgrade $http_upgrade", "Connection \"upgrade\"", "proxy_read_timeout 90s");
        assertThat(nginx.split("X-Forwarded-For \\$proxy_add_x_forwarded_for", -1))
                .hasSize(3);
        assertThat(nginx).contains("listen 8080;", "http_503 non_idempotent;");
        assertThat(nginx.chars().filter(c -> c == '{').count())
                .isEqualTo(nginx.chars().filter(c -> c == '}').count());
        assertThat(proxy.getJsonObject("healthcheck").getJsonArray("test").getString(1))
                .contains("http://127.0.0.1:8080/v1/time");
        String subnet = compose.getJsonObject("networks")
                .getJsonObject("default")
                .getJsonObject("ipam")
                .getJsonArray("config")
                .getJsonObject(0)
                .getString("subnet");
        assertThat(Settings.read(Map.of(), environment("node-1")).trustedProxies())
                .containsExactly(subnet);
    }

    @Test
    void whatever_a_service_waits_for_or_keeps_is_there() {
        Set<String> volumes = compose.getJsonObject("volumes").fieldNames();
        for (String service : services.fieldNames()) {
            JsonObject one = services.getJsonObject(service);
            assertThat(services.fieldNames())
                    .containsAll(
                            one.getJsonObject("depends_on", new JsonObject()).fieldNames());
            one.getJsonArray("volumes").forEach(volume -> {
                String source = String.valueOf(volume).split(":", -1)[0];
                assertThat(source.startsWith("./") ? Files.exists(Path.of(source)) : volumes.contains(source))
                        .as("%s of %s", volume, service)
                        .isTrue();
            });
        }
    }

    @Test
    void the_stores_are_durable() {
        assertThat(command("redis"))
                .contains("--appendonly yes", "--appendfsync always", "--maxmemory-policy noeviction");
        assertThat(command("postgres")).contains("fsync=on", "full_page_writes=on", "synchronous_commit=on");
        for (String service : List.of("redis", "postgres")) {
            assertThat(services.getJsonObject(service).getJsonArray("volumes").getString(0))
                    .as(service)
                    .startsWith(service + ":/");
        }
        assertThat(compose.getJsonObject("volumes").fieldNames())
                .contains("redis", "postgres", "node-1", "node-2", "node-3");
    }

    @Test
    void nothing_runs_as_root_and_everything_tells_how_it_is() {
        String last = dockerfile.substring(dockerfile.lastIndexOf("FROM "));
        assertThat(last).contains("\nUSER 10001\n", "\nHEALTHCHECK ").contains("/health/ready");
        for (String service : List.of("redis", "postgres")) {
            JsonObject one = services.getJsonObject(service);
            assertThat(one.getString("user")).as(service).isEqualTo(service);
            assertThat(one.getJsonObject("healthcheck").getJsonArray("test")).hasSize(2);
            for (String node : NODES) {
                assertThat(services.getJsonObject(node)
                                .getJsonObject("depends_on")
                                .getJsonObject(service)
                                .getString("condition"))
                        .isEqualTo("service_healthy");
            }
        }
        assertThat(services.fieldNames()).allSatisfy(service -> {
            JsonObject one = services.getJsonObject(service);
            assertThat(one.getJsonArray("cap_drop")).contains("ALL");
            assertThat(one.getJsonArray("security_opt")).contains("no-new-privileges:true");
        });
    }

    @Test
    void secrets_come_from_the_file_of_the_environment_only() {
        Set<String> secrets =
                Set.of("REDIS_PASSWORD", "POSTGRES_PASSWORD", "STAMPEDE_JWT_SECRET", "STAMPEDE_CLUSTER_SECRET");
        assertThat(read(".env.example").lines().filter(line -> !line.startsWith("#")))
                .containsExactlyInAnyOrderElementsOf(
                        secrets.stream().map(secret -> secret + "=").toList());
        assertThat(read(".gitignore").lines()).contains(".env");
        assertThat(dockerfile).doesNotContain("PASSWORD", "SECRET");
        String text = read("docker-compose.yml");
        for (String secret : secrets) {
            assertThat(text).contains("${" + secret + ":?is missing in .env}");
        }
        assertThat(command("redis")).contains("\"$$REDIS_PASSWORD\"");
    }

    @Test
    void only_the_shoppers_server_is_open_to_others() {
        assertThat(services.getJsonObject("proxy").getJsonArray("ports")).containsExactly("8080:8080");
        for (int node = 0; node < NODES.size(); node++) {
            assertThat(services.getJsonObject(NODES.get(node)).getJsonArray("ports"))
                    .containsExactly("127.0.0.1:" + (8081 + node) + ":8081");
        }
        assertThat(services.getJsonObject("redis").containsKey("ports")).isFalse();
        assertThat(services.getJsonObject("postgres").containsKey("ports")).isFalse();
    }

    @Test
    void the_images_are_pinned_and_what_the_build_and_the_stores_need() {
        String java = read("pom.xml").replaceFirst("(?s).*<maven.compiler.release>(\\d+)<.*", "$1");
        assertThat(dockerfile.lines().filter(line -> line.startsWith("FROM ")))
                .hasSize(2)
                .allMatch(line -> line.contains("eclipse-temurin") && line.contains(java));
        assertThat(services.getJsonObject("redis").getString("image")).matches("redis:7\\.\\d+");
        assertThat(services.getJsonObject("postgres").getString("image")).matches("postgres:1[5-9]");
        assertThat(services.getJsonObject("proxy").getString("image")).matches(".*nginx.*:1\\.\\d+");
    }

    /** What a node is told: by the image, then by its service. */
    private Map<String, String> environment(String node) {
        Map<String, String> environment = new HashMap<>();
        dockerfile.lines().filter(line -> line.contains("STAMPEDE_")).forEach(line -> {
            String[] words =
                    line.replaceFirst("ENV", "").replace("\\", "").strip().split("=", 2);
            environment.put(words[0], words[1]);
        });
        services.getJsonObject(node)
                .getJsonObject("environment")
                .forEach(entry -> environment.put(entry.getKey(), filledIn(String.valueOf(entry.getValue()))));
        return environment;
    }

    private String command(String service) {
        return String.valueOf(services.getJsonObject(service).getValue("command"))
                .replace("\\\"", "\"");
    }

    private static String filledIn(String value) {
        return TO_FILL_IN
                .matcher(value)
                .replaceAll(hole -> hole.group().contains(":-") ? hole.group(2) : "a".repeat(40));
    }

    private static JsonObject parse(String yaml) {
        Map<String, Object> map = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return new JsonObject(new JsonObject(map).encode());
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
