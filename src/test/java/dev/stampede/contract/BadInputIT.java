package dev.stampede.contract;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.stampede.identity.JwtTokens;
import dev.stampede.identity.Realm;
import dev.stampede.identity.Role;
import dev.stampede.testing.Await;
import dev.stampede.testing.Friends;
import dev.stampede.testing.SaleClient;
import dev.stampede.testing.TestNode;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Every line of {@code bad_inputs.txt}: the right no, and nothing else happens anywhere. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
    private static final Path TABLE = Path.of("src/test/resources/contract/bad_inputs.txt");
    private static final List<String> INSIDES =
            List.of("Exception", "dev.stampede", "io.vertx", "java.", "\tat ", "SELECT", "postgres", TestNode.SECRET);

    private final TestNode node = TestNode.start();
    private final SaleClient client = node.client();
    private final JwtTokens tokens = new JwtTokens(Vertx.vertx(), List.of(TestNode.SECRET), InstantSource.system());
    private final StoredState state = new StoredState(Vertx.vertx(), node.stores());
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final AtomicInteger keys = new AtomicInteger();
    private final String draft = SaleClient.flashSale(5, 2, 900, "");
    private final Map<String, String> ids = ids();

    private Map<String, String> ids() {
        String campaign = client.open(draft);
        String unsubmitted =
                client.operate("/admin/v1/campaigns", draft).body().get("id").asText();
        String order = client.purchase(campaign, "ann", "held-by-setup", "{\"quantity\":1}")
                .orderId();
        Friends friends = new Friends(client);
        String teams = friends.open("group_buy", 5, "{\"teamSize\":3,\"teamSeconds\":3600}");
        String team = Friends.formation(friends.act(teams, "bob", "open_team", "{}"));
        String chains = friends.open("bargain", 5, "{\"floorFen\":500,\"helpers\":3}");
        String chain = Friends.formation(friends.act(chains, "bob", "start_chain", "{}"));
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(log);
        log.start();
        return Map.of(
                "campaign",
                campaign,
                "draft",
                unsubmitted,
                "order",
                order,
                "teams",
                teams,
                "team",
                team,
                "chains",
                chains,
                "chain",
                chain);
    }

    @AfterAll
    void end() {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(log);
        state.close();
        node.close();
    }

    static List<BadInput> table() throws IOException {
        try (Stream<String> lines = Files.lines(TABLE)) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .flatMap(line -> BadInput.parse(line).stream())
                    .toList();
        }
    }

    @Test
    void the_table_covers_both_servers() throws IOException {
        assertThat(table().stream().filter(BadInput::isOperations).count()).isGreaterThan(170);
        assertThat(table().stream().filter(input -> !input.isOperations()).count())
                .isGreaterThan(140);
    }

    @ParameterizedTest
    @MethodSource("table")
    void it_is_refused_and_nothing_else_happens(BadInput input) {
        List<String> before = quiet();
        log.list.clear();

        RawAnswer answer = RawAnswer.to(
                input.isOperations() ? node.ports().ops() : node.ports().http(), bytes(input));

        JsonObject problem = problem(answer);
        assertThat(input.expected()).as("%s", answer).contains(answer.status() + " " + problem.getString("code"));
        assertThat(state.read()).isEqualTo(before);
        assertThat(List.copyOf(log.list)).isEmpty();
    }

    private byte[] bytes(BadInput input) {
        String body = input.body().startsWith("draft ") ? changed(input.body().substring("draft ".length())) : null;
        BadInput whole = body == null
                ? input
                : new BadInput(
                        input.line(),
                        input.isOperations(),
                        input.who(),
                        input.method(),
                        input.target(),
                        input.headers(),
                        body,
                        input.expected());
        return whole.bytes(token(input), "bad-input-" + keys.incrementAndGet(), ids);
    }

    /** The draft with this member, as it is written, in the place of its own. */
    private String changed(String member) {
        String name = member.substring(1, member.indexOf('"', 1));
        JsonObject rest = new JsonObject(draft);
        rest.remove(name);
        return rest.encode()
                .replaceFirst("}$", "," + member.replace("\\", "\\\\").replace("$", "\\$") + "}");
    }

    private String token(BadInput input) {
        String who = input.who();
        boolean isRole =
                Arrays.stream(Role.values()).anyMatch(role -> role.word().equals(who));
        if (isRole) {
            Set<Role> roles = Set.of(Role.valueOf(who.toUpperCase(Locale.ROOT)));
            return tokens.sign(Realm.OPERATIONS, who, roles, Set.of(), Duration.ofHours(1));
        }
        return switch (who) {
            case "nobody" -> "";
            case "shopper" -> tokens.sign(Realm.SHOPPER, "ann", Set.of(), Set.of(), Duration.ofHours(1));
            case "other" -> tokens.sign(Realm.SHOPPER, "bob", Set.of(), Set.of(), Duration.ofHours(1));
            default -> BadTokens.named(who, TestNode.SECRET, input.isOperations());
        };
    }

    private static JsonObject problem(RawAnswer answer) {
        assertThat(answer.headers())
                .containsEntry("Content-Type", "application/problem+json")
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("Referrer-Policy", "no-referrer")
                .containsKey("X-Server-Time")
                .doesNotContainKey("Server");
        assertThat(answer.headers().containsKey("WWW-Authenticate")).isEqualTo(answer.status() == 401);
        assertThat(answer.body()).doesNotContain(INSIDES).doesNotContain("\r", "\n");
        JsonObject problem = new JsonObject(answer.body());
        assertThat(problem.getInteger("status")).isEqualTo(answer.status());
        assertThat(problem.getString("type")).isEqualTo("urn:stampede:problem:" + problem.getString("code"));
        assertThat(problem.getString("traceId")).matches("[0-9a-f]{32}");
        assertThat(problem.containsKey("errors"))
                .isEqualTo(problem.getString("code").equals("INVALID"));
        assertThat(problem.encode().length()).isLessThan(2_000);
        return problem;
    }

    /** What the setup and the case before set going may still be on its way. */
    private List<String> quiet() {
        Await.until(
                "nothing changes", Duration.ofSeconds(10), () -> state.read().equals(state.read()));
        return state.read();
    }
}
