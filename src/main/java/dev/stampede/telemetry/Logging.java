package dev.stampede.telemetry;

/** How the process logs: to standard error, as text for people or as JSON lines for machines. */
public final class Logging {
    private static final String CONFIGURATION = "logback.configurationFile";

    private static final String LEVEL = "stampede.log.level";

    private Logging() {}

    /** Must be called before the first logger is made. A configuration that the user has named stays. */
    public static void configure(boolean json) {
        System.setProperty("vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.SLF4JLogDelegateFactory");
        if (System.getProperty(CONFIGURATION) == null) {
            System.setProperty(CONFIGURATION, json ? "logback-json.xml" : "logback.xml");
        }
    }

    /** Errors only, for a screen that somebody watches. It must be called before the first logger is made, too; a level that is set stays. */
    public static void quietly() {
        if (System.getProperty(LEVEL) == null) {
            System.setProperty(LEVEL, "ERROR");
        }
    }
}
