package dev.stampede.audit;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.http.Refusal;
import dev.stampede.identity.JwtGuard;
import dev.stampede.identity.JwtTokens;
import dev.stampede.identity.Realm;
import dev.stampede.identity.Role;
import dev.stampede.json.Json;
import dev.stampede.testing.Await;
import dev.stampede.testing.TestDatabase;
import dev.stampede.testing.TestRedis;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditRoutesIT {
    private final TestDatabase database = TestDatabase.shared();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger runs = new AtomicInteger();
    private final Queue<Promise<Void>> holdUp = new ConcurrentLinkedQueue<>();
    private final Audit nothing = PgAudit.create(
                    database.pool(),
                    new TestRedis(database.vertx()),
                    InstantSource.system(),
                    pause -> Future.succeededFuture())
            .only(campaignId -> false);
    private final JwtTokens tokens =
            new JwtTokens(database.vertx(), List.of("a secret of thirty-two characters"), InstantSource.system());
    private final HttpClient client = database.vertx().createHttpClient();
    private final HttpServer server = serve();

    @BeforeAll
    void listen() {
        get(server.listen(0, "127.0.0.1"));
    }

    @AfterAll
    void close() {
        get(client.close());
        get(server.close());
    }

    @Test
    void an_auditor_gets_the_report_in_the_shape_of_the_contract() {
        HttpClientResponse answer = get(ask(Set.of(Role.AUDITOR)));
        ObjectNode report = Json.readOwn(get(answer.body()).toString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(report.fieldNames()).toIterable().containsExactly("ok", "at", "invariants", "campaigns");
        assertThat(report.path("ok").booleanValue()).isTrue();
        assertThat(report.at("/invariants/1").fieldNames()).toIterable().containsExactly("id", "ok", "detail");
    }

    @Test
    void nobody_else_does() {
        assertThat(get(ask(Set.of(Role.OPERATOR, Role.REVIEWER, Role.FINANCE, Role.PUSH)))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void one_audit_runs_at_a_time_and_who_asks_meanwhile_shares_the_next_one() {
        asked.set(0);
        runs.set(0);
        Promise<Void> first = Promise.promise();
        holdUp.add(first);
        List<Future<HttpClientResponse>> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            answers.add(ask(Set.of(Role.AUDITOR)));
        }
        Await.until("all have asked", Duration.ofSeconds(10), () -> asked.get() == 5);
        assertThat(runs).hasValue(1);

        first.complete();
        get(Future.all(answers));

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.result().statusCode()).isEqualTo(200));
        assertThat(runs.get()).isBetween(2, 4);
    }

    private Future<AuditReport> run() {
        runs.incrementAndGet();
        Promise<Void> hold = holdUp.poll();
        Future<Void> held = hold == null ? Future.succeededFuture() : hold.future();
        return held.compose(free -> nothing.run());
    }

    private Future<HttpClientResponse> ask(Set<Role> roles) {
        String token = tokens.sign(Realm.OPERATIONS, "ada", roles, Set.of(), Duration.ofMinutes(1));
        return client.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/admin/v1/audit")
                .compose(request ->
                        request.putHeader("Authorization", "Bearer " + token).send())
                .compose(answer -> answer.body().map(body -> answer));
    }

    private HttpServer serve() {
        Router router = Router.router(database.vertx());
        router.route().handler(context -> {
            asked.incrementAndGet();
            context.next();
        });
        new AuditRoutes(this::run, new JwtGuard(tokens)).mount(router);
        router.route().failureHandler(context -> {
            if (context.failure() instanceof Refusal refusal) {
                context.response().setStatusCode(refusal.problem().status()).end();
            } else {
                context.next();
            }
        });
        return database.vertx().createHttpServer().requestHandler(router);
    }
}
