package dev.stampede.boot;

import java.util.Set;

/** What the commands do once the command line and the settings are understood. Each returns the code to exit with. */
public interface Commands {
    /** Runs a node until it is told to stop. */
    int serve(Settings settings, Set<NodeRole> roles);

    /** Plays a whole sale, then audits it. */
    int demo(Settings settings, DemoOptions options);

    /** Brings the schema of Postgres up to date. */
    int migrate(Settings settings);

    /** Recomputes every invariant. */
    int audit(Settings settings, boolean json);
}
