package dev.stampede.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stampede.boot.EffectiveSetting.Origin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final String SECRET = SettingSamples.SECRET;
    private static final String OTHER_SECRET = SettingSamples.OTHER_SECRET;
    private static final Map<String, String> EXTERNAL = SettingSamples.EXTERNAL;

    @Test
    void the_defaults_are_those_of_the_embedded_stores() {
        Settings settings = read(Map.of());
        assertThat(settings.embedded()).isTrue();
        assertThat(settings.http()).isEqualTo(new Listener("127.0.0.1", 8080));
        assertThat(settings.ops()).isEqualTo(new Listener("127.0.0.1", 8081));
        assertThat(settings.dataDirectory()).isEqualTo(Path.of("/home/me/.local/share/stampede"));
        assertThat(settings.jwtSecrets()).isEmpty();
        assertThat(settings.cluster()).isEmpty();
        assertThat(settings.demoLogin()).isTrue();
        assertThat(settings.selfApproval()).isTrue();
        assertThat(settings.allowUnsafeStores()).isFalse();
        assertThat(settings.corsOrigins()).isEmpty();
        assertThat(settings.webhookHosts()).isEmpty();
    }

    @Test
    void stores_of_ones_own_change_the_defaults_to_the_careful_ones() {
        Settings settings = read(EXTERNAL);
        assertThat(settings.stores()).contains(new ExternalStores("redis://r:6379", "postgresql://me:pw@p:5432/shop"));
        assertThat(settings.http().host()).isEqualTo("0.0.0.0");
        assertThat(settings.ops().host()).isEqualTo("127.0.0.1");
        assertThat(settings.demoLogin()).isFalse();
        assertThat(settings.selfApproval()).isFalse();
        assertThat(settings.jwtSecrets()).containsExactly(new Secret(SECRET));
    }

    @ParameterizedTest
    @EnumSource(Variable.class)
    void every_variable_has_a_valid_value_a_malformed_one_and_an_origin(Variable variable) {
        SettingSamples samples = SettingSamples.of(variable);
        Map<String, String> environment = new HashMap<>(samples.company());
        assertThat(samples.seen().apply(read(environment))).isNotEqualTo(samples.expected());
        environment.put(variable.key(), samples.valid());
        assertThat(samples.seen().apply(read(environment))).isEqualTo(samples.expected());
        assertThat(origin(read(environment), variable)).isEqualTo(Origin.ENVIRONMENT);

        environment.put(variable.key(), samples.malformed());
        Settings fromFlag = Settings.read(Map.of(variable.key(), samples.valid()), home(environment));
        assertThat(samples.seen().apply(fromFlag)).isEqualTo(samples.expected());
        assertThat(origin(fromFlag, variable)).isEqualTo(Origin.FLAG);

        List<SettingProblem> problems = problems(environment);
        assertThat(problems).extracting(SettingProblem::name).containsOnly(variable.key());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "STAMPEDE_HTP_PORT | STAMPEDE_HTTP_PORT",
                "STAMPEDE_REDIS_URI | STAMPEDE_REDIS_URL",
                "STAMPEDE_JWT_SECRETS | STAMPEDE_JWT_SECRET",
                "STAMPEDE_DEMOLOGIN | STAMPEDE_DEMO_LOGIN"
            })
    void an_unknown_variable_is_refused_with_the_nearest_name(String wrong, String near) {
        assertThat(problems(Map.of(wrong, "1")))
                .containsExactly(new SettingProblem(wrong, "is not a setting; did you mean " + near + "?"));
    }

    @Test
    void an_unknown_variable_that_resembles_nothing_is_refused_without_a_guess() {
        assertThat(problems(Map.of("STAMPEDE_FAVOURITE_COLOUR", "red")))
                .containsExactly(new SettingProblem("STAMPEDE_FAVOURITE_COLOUR", "is not a setting"));
    }

    @Test
    void other_programs_may_have_variables() {
        assertThat(read(Map.of("STAMPEDER", "x", "PATH", "/bin")).embedded()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"ture,true", "flase,false", "TRUE,true", "False,false", "tru,true"})
    void a_misspelt_truth_is_refused_with_the_nearest_one(String wrong, String near) {
        assertThat(problems(Map.of("STAMPEDE_DEMO_LOGIN", wrong)).get(0))
                .hasToString(
                        "STAMPEDE_DEMO_LOGIN is \"" + wrong + "\"; valid is true or false; did you mean " + near + "?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "80a", "", " 80", "8080.0", "99999999999"})
    void a_port_is_a_whole_number_from_0_to_65535(String wrong) {
        assertThat(problems(Map.of("STAMPEDE_OPS_PORT", wrong)).get(0))
                .hasToString("STAMPEDE_OPS_PORT is \"" + wrong + "\"; valid is a whole number from 0 to 65535");
        assertThat(read(Map.of("STAMPEDE_OPS_PORT", "0")).ops().port()).isZero();
        assertThat(read(Map.of("STAMPEDE_OPS_PORT", "65535")).ops().port()).isEqualTo(65_535);
    }

    @ParameterizedTest
    @CsvSource({
        "STAMPEDE_REDIS_URL,http://r",
        "STAMPEDE_REDIS_URL,redis://",
        "STAMPEDE_REDIS_URL,redis://r:70000",
        "STAMPEDE_REDIS_URL,redis://r/db",
        "STAMPEDE_REDIS_URL,r:6379",
        "STAMPEDE_REDIS_URL,''",
        "STAMPEDE_POSTGRES_URL,jdbc:postgresql://p/db",
        "STAMPEDE_POSTGRES_URL,mysql://p/db",
        "STAMPEDE_POSTGRES_URL,postgresql://p q/db",
        "STAMPEDE_POSTGRES_URL,postgresql:///db"
    })
    void a_store_url_must_be_one(String variable, String wrong) {
        Map<String, String> environment = new HashMap<>(EXTERNAL);
        environment.put(variable, wrong);
        assertThat(problems(environment)).extracting(SettingProblem::name).containsExactly(variable);
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis://r", "rediss://r:1", "redis://:pw@r:6379/0", "redis://user:p%40w@10.0.0.1"})
    void a_redis_url_may_have_a_password_and_a_database(String url) {
        Map<String, String> environment = new HashMap<>(EXTERNAL);
        environment.put("STAMPEDE_REDIS_URL", url);
        environment.put("STAMPEDE_POSTGRES_URL", "postgres://p");
        assertThat(read(environment).stores()).contains(new ExternalStores(url, "postgres://p"));
    }

    @Test
    void one_store_without_the_other_is_refused() {
        assertThat(problems(Map.of("STAMPEDE_REDIS_URL", "redis://r", "STAMPEDE_JWT_SECRET", SECRET)))
                .extracting(SettingProblem::name)
                .containsExactly("STAMPEDE_POSTGRES_URL");
        assertThat(problems(Map.of("STAMPEDE_POSTGRES_URL", "postgres://p", "STAMPEDE_JWT_SECRET", SECRET)))
                .extracting(SettingProblem::name)
                .containsExactly("STAMPEDE_REDIS_URL");
    }

    @Test
    void a_redis_program_is_for_the_embedded_stores() {
        Map<String, String> environment = new HashMap<>(EXTERNAL);
        environment.put("STAMPEDE_REDIS_SERVER", "/usr/bin/redis-server");
        assertThat(problems(environment)).extracting(SettingProblem::name).containsExactly("STAMPEDE_REDIS_SERVER");
    }

    @Test
    void stores_of_ones_own_demand_a_secret_of_ones_own() {
        Map<String, String> environment = new HashMap<>(EXTERNAL);
        environment.remove("STAMPEDE_JWT_SECRET");
        assertThat(problems(environment)).extracting(SettingProblem::name).containsExactly("STAMPEDE_JWT_SECRET");
    }

    @Test
    void there_may_be_two_secrets_but_not_three_and_not_the_same_twice() {
        String two = SECRET + "," + OTHER_SECRET;
        assertThat(read(Map.of("STAMPEDE_JWT_SECRET", two)).jwtSecrets())
                .containsExactly(new Secret(SECRET), new Secret(OTHER_SECRET));
        assertThat(problems(Map.of("STAMPEDE_JWT_SECRET", two + "," + SECRET + "3")))
                .hasSize(1);
        assertThat(problems(Map.of("STAMPEDE_JWT_SECRET", SECRET + "," + SECRET)))
                .hasSize(1);
        assertThat(problems(Map.of("STAMPEDE_JWT_SECRET", SECRET + ","))).hasSize(1);
        assertThat(problems(Map.of("STAMPEDE_JWT_SECRET", SECRET + " "))).hasSize(1);
    }

    @Test
    void a_cluster_needs_a_secret_and_ports_that_exist() {
        assertThat(problems(Map.of("STAMPEDE_CLUSTER", "a:5701")))
                .extracting(SettingProblem::name)
                .containsExactly("STAMPEDE_CLUSTER_SECRET");
        Map<String, String> environment = Map.of("STAMPEDE_CLUSTER", "a:70000", "STAMPEDE_CLUSTER_SECRET", SECRET);
        assertThat(problems(environment)).extracting(SettingProblem::name).containsExactly("STAMPEDE_CLUSTER");
        assertThat(problems(Map.of("STAMPEDE_CLUSTER", "of", "STAMPEDE_CLUSTER_SECRET", SECRET))
                        .get(0)
                        .message())
                .endsWith("did you mean off?");
    }

    @Test
    void the_two_servers_may_not_share_a_port() {
        assertThat(problems(Map.of("STAMPEDE_HTTP_PORT", "9000", "STAMPEDE_OPS_PORT", "9000")))
                .extracting(SettingProblem::name)
                .containsExactly("STAMPEDE_OPS_PORT");
        assertThat(read(Map.of("STAMPEDE_HTTP_PORT", "0", "STAMPEDE_OPS_PORT", "0"))
                        .ops()
                        .port())
                .isZero();
    }

    @Test
    void the_data_directory_needs_a_home_or_a_name_and_understands_a_tilde() {
        SettingsException refused =
                catchThrowableOfType(SettingsException.class, () -> Settings.read(Map.of(), Map.of()));
        assertThat(refused.problems()).extracting(SettingProblem::name).containsExactly("STAMPEDE_DATA_DIR");
        assertThat(Settings.read(Map.of("STAMPEDE_DATA_DIR", "/d"), Map.of()).dataDirectory())
                .isEqualTo(Path.of("/d"));
        assertThat(read(Map.of("STAMPEDE_DATA_DIR", "~/d")).dataDirectory()).isEqualTo(Path.of("/home/me/d"));
    }

    @Test
    void everything_wrong_is_said_at_once() {
        assertThat(problems(Map.of(
                        "STAMPEDE_HTTP_PORT", "x",
                        "STAMPEDE_DEMO_LOGIN", "yes",
                        "STAMPEDE_JWT_SECRET", "short",
                        "STAMPEDE_NOTHING", "1")))
                .hasSize(4);
    }

    @Test
    void nothing_that_is_printed_shows_a_secret() {
        Map<String, String> environment = new HashMap<>(EXTERNAL);
        environment.put("STAMPEDE_REDIS_URL", "redis://:hunter2@r:6379");
        environment.put("STAMPEDE_POSTGRES_URL", "postgresql://me:hunter2@p/shop?password=hunter2&sslmode=require");
        environment.put("STAMPEDE_JWT_SECRET", SECRET + "," + OTHER_SECRET);
        environment.put("STAMPEDE_CLUSTER", "a:1");
        environment.put("STAMPEDE_CLUSTER_SECRET", "hunter2hunter2hunter2");
        Settings settings = read(environment);
        assertThat(settings + String.join("\n", settings.describe()))
                .doesNotContain("hunter2", SECRET, OTHER_SECRET)
                .contains(
                        "redis://:****@r:6379",
                        "postgresql://me:****@p/shop?password=****&sslmode=require",
                        "****,****");
    }

    @Test
    void no_complaint_shows_a_secret() {
        List<SettingProblem> problems = problems(Map.of(
                "STAMPEDE_JWT_SECRET", "hunter2",
                "STAMPEDE_CLUSTER", "a:1",
                "STAMPEDE_CLUSTER_SECRET", "hunter2",
                "STAMPEDE_REDIS_URL", "rdis://u:hunter2@x",
                "STAMPEDE_POSTGRES_URL", "postgresql://me:hunter2 #@p/shop"));
        assertThat(problems).hasSize(4);
        assertThat(problems.toString()).doesNotContain("hunter2").contains("did you mean redis://?");
    }

    @Test
    void the_description_is_aligned_and_says_where_each_value_came_from() {
        Settings settings = Settings.read(Map.of("STAMPEDE_HTTP_PORT", "1"), home(Map.of("STAMPEDE_OPS_PORT", "2")));
        List<String> lines = settings.describe();
        assertThat(lines).hasSize(Variable.values().length);
        assertThat(lines.get(0)).matches("STAMPEDE_HTTP_PORT +1 +flag");
        assertThat(lines.get(1)).matches("STAMPEDE_OPS_PORT +2 +environment");
        assertThat(lines.get(2)).matches("STAMPEDE_HTTP_HOST +127\\.0\\.0\\.1 +default");
        int column = lines.get(0).indexOf("flag");
        assertThat(lines).allMatch(line -> line.charAt(column - 1) == ' ' && line.charAt(column) != ' ');
    }

    private static Settings read(Map<String, String> environment) {
        return Settings.read(Map.of(), home(environment));
    }

    private static List<SettingProblem> problems(Map<String, String> environment) {
        return catchThrowableOfType(SettingsException.class, () -> read(environment))
                .problems();
    }

    private static Map<String, String> home(Map<String, String> environment) {
        Map<String, String> withHome = new HashMap<>(environment);
        withHome.put("HOME", "/home/me");
        return withHome;
    }

    private static Origin origin(Settings settings, Variable variable) {
        List<EffectiveSetting> found = new ArrayList<>(settings.effective());
        found.removeIf(setting -> setting.variable() != variable);
        return found.get(0).origin();
    }
}
