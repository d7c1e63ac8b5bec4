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
    void the_settings_of_the_node_are_good_ones() {
        Map<String, String> environment = new HashMap<>();
        dockerfile.lines().filter(line -> line.contains("STAMPEDE_")).forEach(line -> {
            String[] words =
                    line.replaceFirst("ENV", "").replace("\\", "").strip().split("=", 2);
            environment.put(words[0], words[1]);
        });
        services.getJsonObject("stampede")
                .getJsonObject("environment")
                .forEach(entry -> environment.put(entry.getKey(), filledIn(String.valueOf(entry.getValue()))));
        Settings settings = Settings.read(Map.of(), environment);
        assertThat(settings.embedded()).isFalse();
        assertThat(settings.http()).isEqualTo(new Listener("0.0.0.0", 8080));
        assertThat(settings.ops()).isEqualTo(new Listener("0.0.0.0", 8081));
        assertThat(settings.demoLogin() || settings.selfApproval() || settings.allowUnsafeStores())
                .isFalse();
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
        assertThat(compose.getJsonObject("volumes").fieldNames()).contains("redis", "postgres", "node");
    }

    @Test
    void nothing_runs_as_root_and_everything_tells_how_it_is() {
        String last = dockerfile.substring(dockerfile.lastIndexOf("FROM "));
        assertThat(last).contains("\nUSER 10001\n", "\nHEALTHCHECK ").contains("/health/ready");
        for (String service : List.of("redis", "postgres")) {
            JsonObject one = services.getJsonObject(service);
            assertThat(one.getString("user")).as(service).isEqualTo(service);
            assertThat(one.getJsonObject("healthcheck").getJsonArray("test")).hasSize(2);
            assertThat(services.getJsonObject("stampede")
                            .getJsonObject("depends_on")
                            .getJsonObject(service)
                            .getString("condition"))
                    .isEqualTo("service_healthy");
        }
        assertThat(services.fieldNames()).allSatisfy(service -> {
            JsonObject one = services.getJsonObject(service);
            assertThat(one.getJsonArray("cap_drop")).contains("ALL");
            assertThat(one.getJsonArray("security_opt")).contains("no-new-privileges:true");
        });
    }

    @Test
    void secrets_come_from_the_file_of_the_environment_only() {
        Set<String> secrets = Set.of("REDIS_PASSWORD", "POSTGRES_PASSWORD", "STAMPEDE_JWT_SECRET");
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
        assertThat(services.getJsonObject("stampede").getJsonArray("ports"))
                .containsExactly("8080:8080", "127.0.0.1:8081:8081");
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
