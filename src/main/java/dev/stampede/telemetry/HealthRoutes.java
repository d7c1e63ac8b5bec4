package dev.stampede.telemetry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.http.Exchange;
import dev.stampede.http.Problem;
import dev.stampede.http.Refusal;
import dev.stampede.http.Routes;
import dev.stampede.json.Json;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Whether this process lives, and whether it should be sent requests. */
public final class HealthRoutes implements Routes {
    private static final int PATIENCE_SECONDS = 2;

    private final Supplier<Future<List<Check>>> checks;
    private final BooleanSupplier draining;

    /** {@code checks} looks at everything that a request needs; it is asked anew each time. */
    public HealthRoutes(Supplier<Future<List<Check>>> checks, BooleanSupplier draining) {
        this.checks = checks;
        this.draining = draining;
    }

    @Override
    public void mount(Router router) {
        router.get("/health/live").handler(this::live);
        router.get("/health/ready").handler(this::ready);
    }

    private void live(RoutingContext context) {
        Exchange.answer(context, 200, up());
    }

    private void ready(RoutingContext context) {
        if (draining.getAsBoolean()) {
            throw Refusal.of(503, "DRAINING");
        }
        Future<ObjectNode> answer = Future.succeededFuture()
                .compose(ignored -> checks.get())
                .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .recover(failure -> Future.succeededFuture(List.of(new Check("checks", false, failure.toString()))))
                .map(HealthRoutes::report);
        Exchange.answer(context, 200, answer);
    }

    private static ObjectNode report(List<Check> found) {
        if (!found.stream().allMatch(Check::ok)) {
            String words = found.stream().map(HealthRoutes::words).collect(Collectors.joining("; "));
            throw new Refusal(Problem.of(503, "STORE_DOWN").with("checks", words));
        }
        ObjectNode answer = up();
        ArrayNode list = answer.putArray("checks");
        for (Check check : found) {
            list.addObject().put("name", check.name()).put("ok", check.ok()).put("detail", check.detail());
        }
        return answer;
    }

    private static String words(Check check) {
        String verdict = check.name() + (check.ok() ? " ok" : " down");
        return check.detail().isEmpty() ? verdict : verdict + ": " + check.detail();
    }

    private static ObjectNode up() {
        return Json.object().put("status", "up");
    }
}
