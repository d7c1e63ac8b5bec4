package dev.stampede.boot;

import dev.stampede.demo.CannotPlay;
import dev.stampede.demo.Demo;
import dev.stampede.demo.Display;
import dev.stampede.demo.Ending;
import dev.stampede.demo.EndingJson;
import dev.stampede.demo.Lines;
import dev.stampede.demo.Outcome;
import dev.stampede.demo.Panel;
import dev.stampede.demo.Play;
import dev.stampede.demo.UnrulyBank;
import dev.stampede.demo.UnrulyCourier;
import dev.stampede.identity.JwtTokens;
import dev.stampede.order.SimulatedPayments;
import dev.stampede.telemetry.Logging;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintWriter;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The demo on this machine: an engine of its own, or none; then the play, shown to whoever looks. */
final class LocalDemo {
    private static final int OPENS_IN_SECONDS = 5;
    private static final int OPENS_IN_SECONDS_HEADLESS = 3;
    private static final int GRACE_SECONDS = 16;
    private static final int MOST_REFUND_FAILURES = 2;
    private static final long DRAW_EVERY_MS = 200;
    private static final long LONGEST_PLAY_MS = 300_000;

    private final Settings settings;
    private final DemoOptions options;
    private final PrintWriter out;
    private final PrintWriter show;

    LocalDemo(Settings settings, DemoOptions options, PrintWriter out, PrintWriter err) {
        this.settings = settings;
        this.options = options;
        this.out = out;
        this.show = options.json() ? err : out;
    }

    /** The code to exit with; what it waits for in the end is {@code untilStopped}. */
    int run(Runnable untilStopped) {
        Logging.quietly();
        return options.target().isPresent() ? end(play(options.target().get())) : runOwnEngine(untilStopped);
    }

    private int runOwnEngine(Runnable untilStopped) {
        FreePorts ports = FreePorts.of(settings);
        ports.remark().ifPresent(show::println);
        show.println("demo: starting an engine, its Redis and its Postgres in " + settings.dataDirectory());
        Random dice = new Random(options.seed());
        LocalNode node =
                LocalNode.start(ports.settings(), Kinds.OURS, bank -> new UnrulyBank(bank, dice, MOST_REFUND_FAILURES));
        AtomicBoolean isDone = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node, isDone.get()), "stop"));
        Outcome outcome = play(new DemoOptions.Target(
                url(settings.http(), node.ports().http()),
                url(settings.ops(), node.ports().ops())));
        if (options.headless() || outcome.verdict() != Outcome.Verdict.OK) {
            node.close();
            return end(outcome);
        }
        int code = end(outcome);
        isDone.set(true);
        untilStopped.run();
        return code;
    }

    /** A demo that was over when it was told to stop is done: without this the exit code would be the signal's. */
    private static void stop(LocalNode node, boolean isDone) {
        node.close();
        if (isDone) {
            Runtime.getRuntime().halt(ExitCode.DONE.code());
        }
    }

    private Outcome play(DemoOptions.Target target) {
        Play play = new Play(
                options.shoppers(),
                options.stock(),
                options.seed(),
                options.headless() ? OPENS_IN_SECONDS_HEADLESS : OPENS_IN_SECONDS,
                target.url(),
                target.opsUrl(),
                options.target().isPresent() ? GRACE_SECONDS : 0);
        List<String> secrets = DataDirectory.at(settings.dataDirectory()).jwtSecrets(settings);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        try {
            InstantSource clock = InstantSource.system();
            Demo demo = new Demo(
                    vertx,
                    play,
                    new JwtTokens(vertx, secrets, clock),
                    clock,
                    new SplittableRandom(options.seed()),
                    new UnrulyCourier(new SimulatedPayments(secrets), new SplittableRandom(options.seed())),
                    System::nanoTime);
            Display display = display(play);
            Outcome outcome = await(demo, display);
            display.end();
            return outcome;
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private Display display(Play play) {
        Terminal terminal = Terminal.here();
        boolean isWatched = terminal.isLive() && !options.headless() && !options.json();
        return isWatched ? new Panel(show, terminal.hasColours(), play) : new Lines(show);
    }

    private static Outcome await(Demo demo, Display display) {
        CompletableFuture<Outcome> outcome = demo.play().toCompletionStage().toCompletableFuture();
        for (long waited = 0; waited < LONGEST_PLAY_MS; waited += DRAW_EVERY_MS) {
            try {
                Outcome done = outcome.get(DRAW_EVERY_MS, TimeUnit.MILLISECONDS);
                display.show(demo.moment());
                return done;
            } catch (TimeoutException e) {
                display.show(demo.moment());
            } catch (ExecutionException e) {
                throw cannotPlay(e.getCause() == null ? e : e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CannotStart(ExitCode.FAILED, "interrupted while the demo was playing");
            }
        }
        throw new CannotStart(
                ExitCode.GAVE_UP, "gave up: the demo did not end within " + LONGEST_PLAY_MS / 1_000 + " s");
    }

    private static RuntimeException cannotPlay(Throwable cause) {
        return cause instanceof CannotPlay reason
                ? new CannotStart(
                        reason.isReachable() ? ExitCode.FAILED : ExitCode.GAVE_UP, String.valueOf(reason.getMessage()))
                : new IllegalStateException("the demo has a bug", cause);
    }

    private int end(Outcome outcome) {
        Ending.lines(outcome).forEach(show::println);
        show.println();
        if (options.target().isEmpty() && !options.headless() && outcome.verdict() == Outcome.Verdict.OK) {
            hints(outcome).forEach(show::println);
        }
        show.flush();
        out.println(options.json() ? EndingJson.write(outcome) : Ending.summary(outcome));
        out.flush();
        return switch (outcome.verdict()) {
            case OK -> ExitCode.DONE.code();
            case BROKEN -> ExitCode.VIOLATED.code();
            case GAVE_UP -> ExitCode.GAVE_UP.code();
        };
    }

    private List<String> hints(Outcome outcome) {
        boolean isUsual = settings.effective().stream()
                .noneMatch(setting ->
                        setting.variable() == Variable.DATA_DIR && setting.origin() != EffectiveSetting.Origin.DEFAULT);
        String where = isUsual ? "" : Variable.DATA_DIR.key() + "=" + settings.dataDirectory() + " ";
        return List.of(
                "The engine stays up until Ctrl-C. Play with it:",
                "  curl " + outcome.play().url() + "/v1/campaigns",
                "  " + where + "scripts/sale --stock 50 --in 10s",
                "");
    }

    private static URI url(Listener listener, int port) {
        boolean isEverywhere =
                listener.host().equals("0.0.0.0") || listener.host().equals("::");
        String host = isEverywhere ? "127.0.0.1" : listener.host();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }
}
