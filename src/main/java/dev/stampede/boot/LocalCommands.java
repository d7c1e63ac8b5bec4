package dev.stampede.boot;

import dev.stampede.audit.AuditJson;
import dev.stampede.audit.AuditReport;
import dev.stampede.audit.AuditText;
import dev.stampede.json.Json;
import java.io.PrintWriter;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The commands, on this machine. */
public final class LocalCommands implements Commands {
    private final PrintWriter out;
    private final PrintWriter err;

    public LocalCommands(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public int serve(Settings settings, Set<NodeRole> roles) {
        settings.describe().forEach(err::println);
        LocalNode node = LocalNode.start(settings, roles);
        CompletableFuture<ExitCode> end = new CompletableFuture<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node, end.getNow(ExitCode.DONE)), "stop"));
        node.lost().onSuccess(lost -> {
            err.println("stampede: the event bus of this node is deaf for good; start it again");
            end.complete(ExitCode.GAVE_UP);
        });
        if (roles.contains(NodeRole.API)) {
            out.println("shoppers    http://" + settings.http().host() + ":"
                    + node.ports().http());
        }
        out.println("operations  http://" + settings.ops().host() + ":"
                + node.ports().ops());
        return until(end);
    }

    @Override
    public int demo(Settings settings, DemoOptions options) {
        return new LocalDemo(settings, options, out, err).run(LocalCommands::untilStopped);
    }

    @Override
    public int migrate(Settings settings) {
        try (Stores stores = Stores.find(settings)) {
            int applied = LocalNode.migrate(stores.urls());
            out.println("migrate: " + applied + " migrations applied");
            return ExitCode.DONE.code();
        }
    }

    @Override
    public int audit(Settings settings, boolean json) {
        try (Stores stores = Stores.find(settings)) {
            AuditReport report = LocalAudit.run(stores.urls());
            out.println(json ? Json.write(AuditJson.write(report)) : AuditText.write(report));
            return (report.ok() ? ExitCode.DONE : ExitCode.VIOLATED).code();
        }
    }

    /** A node that was told to stop, and did, is done: without this the exit code would be the signal's. */
    private static void stop(LocalNode node, ExitCode code) {
        node.close();
        Runtime.getRuntime().halt(code.code());
    }

    /** The signal ends the process through its shutdown hook; this thread only keeps it alive. */
    private static int untilStopped() {
        return until(new CompletableFuture<>());
    }

    /** Only what the process itself found makes it end from here. */
    private static int until(CompletableFuture<ExitCode> end) {
        try {
            return end.get().code();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody fails it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED.code();
        }
    }
}
