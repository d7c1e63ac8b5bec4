package dev.stampede.telemetry;

/** How the process logs: to standard error, as text for people or as JSON lines for machines. */
public final class Logging {
    private static final String CONFIGURATION = "logback.configurationFile";

    private Logging() {}

    /** Must be called before the first logger is made. A configuration that the user has named stays. */
    public static void configure(boolean json) {
        System.setProperty("vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.SLF4JLogDelegateFactory");
        if (System.getProperty(CONFIGURATION) == null) {
            System.setProperty(CONFIGURATION, json ? "logback-json.xml" : "logback.xml");
        }
    }
}
