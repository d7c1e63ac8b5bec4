package dev.stampede.boot;

import java.io.PrintWriter;
import java.util.Set;

/** Says that a command is not built yet. */
public final class UnbuiltCommands implements Commands {
    private final PrintWriter err;

    public UnbuiltCommands(PrintWriter err) {
        this.err = err;
    }

    @Override
    public int serve(Settings settings, Set<NodeRole> roles) {
        return notBuilt("serve");
    }

    @Override
    public int demo(Settings settings, DemoOptions options) {
        return notBuilt("demo");
    }

    @Override
    public int migrate(Settings settings) {
        return notBuilt("migrate");
    }

    @Override
    public int audit(Settings settings, boolean json) {
        return notBuilt("audit");
    }

    private int notBuilt(String command) {
        err.println("stampede: " + command + " is not built yet");
        return ExitCode.FAILED.code();
    }
}
