package dev.stampede.boot;

import dev.stampede.audit.AuditJson;
import dev.stampede.audit.AuditReport;
import dev.stampede.audit.AuditText;
import dev.stampede.json.Json;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

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
        if (settings.cluster().isPresent() || !roles.equals(EnumSet.allOf(NodeRole.class))) {
            throw new CannotStart(
                    ExitCode.USAGE,
                    "this build runs single nodes with every role: leave out --roles and STAMPEDE_CLUSTER");
        }
        settings.describe().forEach(err::println);
        LocalNode node = LocalNode.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node), "stop"));
        out.println("shoppers    http://" + settings.http().host() + ":"
                + node.ports().http());
        out.println("operations  http://" + settings.ops().host() + ":"
                + node.ports().ops());
        return untilStopped();
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
    private static void stop(LocalNode node) {
        node.close();
        Runtime.getRuntime().halt(ExitCode.DONE.code());
    }

    /** The signal ends the process through its shutdown hook; this thread only keeps it alive. */
    private static int untilStopped() {
        try {
            new CountDownLatch(1).await();
            return ExitCode.DONE.code();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED.code();
        }
    }
}
