package dev.stampede.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.boot.LocalCommands;
import dev.stampede.identity.Caller;
import dev.stampede.identity.JwtTokens;
import dev.stampede.identity.Realm;
import dev.stampede.identity.Role;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCommandTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path data = Path.of("");

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, String> environment = new HashMap<>();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void only_the_token_is_printed_and_it_speaks_for_the_shopper() {
        environment.put("STAMPEDE_JWT_SECRET", SECRET);
        List<String> lines = run("token", "--role", "shopper", "--subject", "alice", "--tag", "vip,new", "--ttl", "2h");
        assertThat(lines).hasSize(1);
        Caller caller = verify(Realm.SHOPPER, lines.get(0), SECRET);
        assertThat(caller.subject()).isEqualTo("alice");
        assertThat(caller.tags()).containsExactlyInAnyOrder("vip", "new");
        assertThat(Duration.between(Instant.now(), caller.expiresAt()))
                .isBetween(Duration.ofMinutes(118), Duration.ofHours(2));
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void several_roles_go_into_one_token() {
        environment.put("STAMPEDE_JWT_SECRET", SECRET);
        List<String> lines = run("token", "--role", "operator", "--role", "reviewer", "--subject", "li");
        Caller caller = verify(Realm.OPERATIONS, lines.get(0), SECRET);
        assertThat(caller.roles()).isEqualTo(Set.of(Role.OPERATOR, Role.REVIEWER));
    }

    @Test
    void every_role_of_the_operations_server_can_be_asked_for() {
        environment.put("STAMPEDE_JWT_SECRET", SECRET);
        for (Role role : Role.values()) {
            List<String> lines = run("token", "--role", role.word(), "--subject", "x");
            assertThat(verify(Realm.OPERATIONS, lines.get(0), SECRET).roles()).containsExactly(role);
        }
    }

    @Test
    void a_count_prints_so_many_shoppers_one_a_line() {
        environment.put("STAMPEDE_JWT_SECRET", SECRET);
        assertThat(subjects(run("token", "--role", "shopper", "--count", "3")))
                .containsExactly("shopper-1", "shopper-2", "shopper-3");
        assertThat(subjects(run("token", "--role", "shopper", "--subject", "bot", "--count", "2")))
                .containsExactly("bot-1", "bot-2");
    }

    @Test
    void a_secret_is_made_and_kept_when_there_is_none() throws IOException {
        List<String> first = run("token", "--role", "shopper", "--subject", "alice");
        String kept = Files.readString(data.resolve("jwt-secret")).strip();
        assertThat(verify(Realm.SHOPPER, first.get(0), kept).subject()).isEqualTo("alice");
        List<String> second = run("token", "--role", "shopper", "--subject", "bob");
        assertThat(verify(Realm.SHOPPER, second.get(0), kept).subject()).isEqualTo("bob");
    }

    private List<String> subjects(List<String> tokens) {
        return tokens.stream()
                .map(token -> verify(Realm.SHOPPER, token, SECRET).subject())
                .toList();
    }

    private Caller verify(Realm realm, String token, String secret) {
        return new JwtTokens(vertx, List.of(secret), InstantSource.system())
                .verify(realm, token)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private List<String> run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        environment.put("STAMPEDE_DATA_DIR", data.toString());
        int code = Stampede.commandLine(
                        new LocalCommands(new PrintWriter(err), new PrintWriter(err)), environment, false)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        return out.toString().lines().toList();
    }
}
