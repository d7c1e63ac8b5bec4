package dev.stampede.embedded;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** One question to each of the servers, over a connection of its own. */
final class StoreClients {
    private final EmbeddedStores stores;

    StoreClients(EmbeddedStores stores) {
        this.stores = stores;
    }

    /** All that redis answers to these inline commands, as raw text. */
    String redis(String... commands) throws IOException {
        URI uri = URI.create(stores.redisUrl());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            String password = uri.getUserInfo().substring(1);
            String all = "AUTH " + password + "\r\n" + String.join("\r\n", commands) + "\r\nQUIT\r\n";
            socket.getOutputStream().write(all.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** What redis answers to a {@code PING} of a stranger. */
    static String redisWithoutPassword(int port) throws IOException {
        try (Socket socket = new Socket(Ports.loopback(port).getAddress(), port)) {
            socket.getOutputStream().write("PING\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** The value of a redis setting. */
    String redisSetting(String name) throws IOException {
        String[] lines = redis("CONFIG GET " + name).split("\r\n", -1);
        return lines[5];
    }

    /** The first column of the first row. */
    String query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "no row";
        }
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect() throws SQLException {
        URI uri = URI.create(stores.postgresUrl());
        String[] user = uri.getUserInfo().split(":", 2);
        return DriverManager.getConnection(
                "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath(), user[0], user[1]);
    }
}
