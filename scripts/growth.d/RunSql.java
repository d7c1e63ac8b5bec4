import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the statements on standard input, which end with a line of one semicolon, on the Postgres of a running engine. Run as one
 * source file with the engine's jar on the class path: RunSql.java PORTS_JSON.
 */
public class RunSql {
    private static final Pattern URL = Pattern.compile("\"postgresUrl\":\\s*\"([^\"]+)\"");

    public static void main(String[] args) throws Exception {
        Matcher found = URL.matcher(Files.readString(Path.of(args[0])));
        if (!found.find()) {
            throw new IllegalArgumentException(args[0] + " names no Postgres");
        }
        URI postgres = URI.create(found.group(1));
        String[] account = postgres.getUserInfo().split(":", 2);
        String jdbc = "jdbc:postgresql://" + postgres.getHost() + ":" + postgres.getPort() + postgres.getPath();
        String sql = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        try (Connection connection = DriverManager.getConnection(jdbc, account[0], account[1]);
                Statement statement = connection.createStatement()) {
            for (String one : sql.split("\n;\n")) {
                statement.execute(one);
            }
        }
    }
}
