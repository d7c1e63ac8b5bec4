package dev.stampede.embedded;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Redis with every write on disk before its reply. */
final class RedisRecipe implements Recipe {
    private static final int TIMEOUT_MILLIS = 2_000;
    private static final byte[] READY = "+OK\r\n+PONG\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Path server;
    private final Set<String> programs;
    private final Path directory;
    private final Path configuration;
    private final String password;

    RedisRecipe(Path server, Path data, String password) throws IOException {
        this.server = server;
        this.programs = Set.copyOf(List.of("redis-server", nameOf(server), nameOf(server.toRealPath())));
        this.directory = Files.createDirectories(data.resolve("redis")).toRealPath();
        this.configuration = data.resolve("redis.conf");
        this.password = password;
    }

    private static String nameOf(Path program) {
        return String.valueOf(program.getFileName());
    }

    @Override
    public List<String> prepare(int port) throws IOException {
        Disk.replace(configuration, """
                bind 127.0.0.1
                protected-mode yes
                port %d
                requirepass %s
                dir %s
                daemonize no
                logfile ""
                save ""
                appendonly yes
                appendfsync always
                no-appendfsync-on-rewrite no
                auto-aof-rewrite-min-size 512mb
                aof-load-truncated yes
                maxmemory-policy noeviction
                """.formatted(port, password, quoted(directory)));
        return List.of(server.toString(), configuration.toString());
    }

    @Override
    public boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(Ports.loopback(port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(("AUTH " + password + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII));
            return Arrays.equals(socket.getInputStream().readNBytes(READY.length), READY);
        } catch (IOException e) {
            return false;
        }
    }

    private static String quoted(Path path) {
        return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public Set<String> programs() {
        return programs;
    }

    @Override
    public String stopSignal() {
        return "TERM";
    }

    @Override
    public String advice() {
        return "move " + directory + " away (Redis is rebuilt from Postgres), or set STAMPEDE_REDIS_URL";
    }
}
