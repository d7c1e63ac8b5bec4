package dev.stampede.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.stampede.json.Json;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LoggingTest {
    private static final String FORGED = "抢 a\r\nERROR forged\u001b[31m\u0085end";

    private final Properties before = (Properties) System.getProperties().clone();

    /** The loggers of this JVM are made before the properties change. */
    @BeforeAll
    static void start() {
        assertThat(LoggerFactory.getILoggerFactory()).isInstanceOf(LoggerContext.class);
    }

    @AfterEach
    void restore() {
        System.setProperties(before);
    }

    @Test
    void a_message_is_one_line_of_text() {
        String line = encoded("logback.xml");
        assertThat(line).endsWith("INFO  LoggingTest: 抢 a  ERROR forged [31m end\n");
        assertThat(line.lines()).hasSize(1);
    }

    @Test
    void a_message_is_one_json_object() {
        String line = encoded("logback-json.xml");
        assertThat(line.lines()).hasSize(1);
        assertThat(line).doesNotContain("\u001b");
        assertThat(Json.readOwn(line).path("message").textValue()).isEqualTo(FORGED);
    }

    @Test
    void the_form_is_chosen_unless_the_user_has_chosen() {
        System.clearProperty("logback.configurationFile");
        Logging.configure(true);
        assertThat(System.getProperty("logback.configurationFile")).isEqualTo("logback-json.xml");
        Logging.configure(false);
        assertThat(System.getProperty("logback.configurationFile")).isEqualTo("logback-json.xml");
        assertThat(System.getProperty("vertx.logger-delegate-factory-class-name"))
                .satisfies(name -> assertThat(Class.forName(name)).isNotNull());
    }

    private static String encoded(String file) {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(MDC.getMDCAdapter());
        URL url = Objects.requireNonNull(LoggingTest.class.getResource("/" + file));
        try {
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(url);
        } catch (JoranException e) {
            throw new IllegalStateException(e);
        }
        var appender = (ConsoleAppender<ILoggingEvent>)
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("stderr");
        assertThat(appender.getTarget()).isEqualTo("System.err");
        Logger logger = context.getLogger(LoggingTest.class);
        LoggingEvent event = new LoggingEvent("", logger, Level.INFO, "{}", null, new Object[] {FORGED});
        byte[] bytes = appender.getEncoder().encode(event);
        context.stop();
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
