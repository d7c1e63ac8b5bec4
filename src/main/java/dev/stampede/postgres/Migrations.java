package dev.stampede.postgres;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.flywaydb.core.Flyway;

/** Brings a database to the schema of this build. */
public final class Migrations {
    private static final int CONNECT_RETRIES = 3;
    private static final String LIMITS = "connectTimeout=2&options=-c%20lock_timeout=10s";

    private Migrations() {}

    /**
     * Applies what is missing and blocks until it is done; several processes may call it at once.
     *
     * @param postgresUrl {@code postgresql://user:password@host:port/db}
     * @return how many migrations were applied
     */
    public static int migrate(String postgresUrl) {
        URI url = URI.create(postgresUrl);
        String[] user = url.getRawUserInfo() == null
                ? new String[] {""}
                : url.getRawUserInfo().split(":", 2);
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(jdbc(url), decode(user[0]), user.length == 1 ? "" : decode(user[1]))
                .locations("classpath:db/migration")
                .connectRetries(CONNECT_RETRIES)
                .load()
                .migrate()
                .migrationsExecuted;
    }

    private static String jdbc(URI url) {
        String host = url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
        String query = url.getRawQuery() == null ? "" : "&" + url.getRawQuery();
        return "jdbc:postgresql://" + host + url.getRawPath() + "?" + LIMITS + query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
