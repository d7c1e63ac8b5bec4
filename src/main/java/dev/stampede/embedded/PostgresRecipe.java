package dev.stampede.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/** Postgres with every commit on disk before its answer. */
final class PostgresRecipe implements Recipe {
    static final String USER = "stampede";
    static final String DATABASE = "stampede";

    private static final String NO_SUCH_DATABASE = "3D000";
    private static final String STARTING_UP = "57P03";
    private static final String TOO_MANY_CONNECTIONS = "53300";
    private static final String CONNECTION_CLASS = "08";
    private static final String TIMEOUT_SECONDS = "5";
    private static final List<String> SETTINGS = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "max_connections=60",
            "shared_buffers=256MB",
            // Housekeeping that commits would wait for: zeros for new WAL, pages that pile up until a checkpoint or the
            // kernel writes them out, vacuum and analyze on the cores that sell.
            "wal_init_zero=off",
            "backend_flush_after=1MB",
            "autovacuum_vacuum_cost_delay=10ms",
            "default_statistics_target=10",
            "timezone=UTC",
            "log_timezone=UTC",
            "log_checkpoints=off");

    private final Path server;
    private final Path directory;
    private final Account account;
    private final String password;

    /** The data directory must be there: {@link PostgresCluster} makes it. */
    PostgresRecipe(Path server, Path directory, Account account, String password) throws IOException {
        this.server = server;
        this.directory = directory.toRealPath();
        this.account = account;
        this.password = password;
    }

    @Override
    public List<String> prepare(int port) throws IOException {
        // Nothing runs here any more, but after a reboot the process id in this file may be somebody else's, and
        // postgres would refuse to start.
        Files.deleteIfExists(directory.resolve("postmaster.pid"));
        List<String> words = new ArrayList<>(List.of(server.toString(), "-D", directory.toString(), "-p", "" + port));
        for (String setting : SETTINGS) {
            words.add("-c");
            words.add(setting);
        }
        return account.command(words);
    }

    @Override
    public boolean answers(int port) throws IOException {
        try (Connection connection = connect(port, DATABASE)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            String state = e.getSQLState() == null ? CONNECTION_CLASS : e.getSQLState();
            if (state.equals(NO_SUCH_DATABASE)) {
                createDatabase(port);
                return true;
            }
            if (state.equals(STARTING_UP) || state.startsWith(CONNECTION_CLASS)) {
                return false;
            }
            if (state.equals(TOO_MANY_CONNECTIONS)) {
                return true;
            }
            throw new IOException("cannot log in: " + e.getMessage(), e);
        }
    }

    private void createDatabase(int port) throws IOException {
        try (Connection connection = connect(port, "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + DATABASE);
        } catch (SQLException e) {
            throw new IOException("cannot create the database " + DATABASE + ": " + e.getMessage(), e);
        }
    }

    private Connection connect(int port, String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", password);
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("connectTimeout", TIMEOUT_SECONDS);
        properties.setProperty("socketTimeout", TIMEOUT_SECONDS);
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public Set<String> programs() {
        return Set.of("postgres");
    }

    @Override
    public String stopSignal() {
        return "INT";
    }

    @Override
    public String advice() {
        return "move " + directory + " away (its orders are lost to the engine then), or set STAMPEDE_POSTGRES_URL";
    }
}
