package dev.stampede.scenario;

import dev.stampede.redis.RedisServer;
import dev.stampede.redis.Script;
import dev.stampede.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One connection to a real Redis that waits for each answer. */
final class RedisShell implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final RedisConnection connection;

    RedisShell(String url) {
        this.connection = TestDatabase.get(new RedisServer(url).client(vertx).connect());
    }

    /** Makes the script known to this Redis. */
    void learn(Script script) {
        send(Command.SCRIPT, "LOAD", script.source());
    }

    @Nullable
    Response send(Request request) {
        return TestDatabase.get(connection.send(request));
    }

    @Nullable
    Response send(Command command, String... arguments) {
        Request request = Request.cmd(command);
        for (String argument : arguments) {
            request.arg(argument);
        }
        return send(request);
    }

    /** Redis' clock in ms. */
    long time() {
        Response time = Objects.requireNonNull(send(Command.TIME));
        return time.get(0).toLong() * 1_000 + time.get(1).toLong() / 1_000;
    }

    /** All fields of a hash, by name. */
    Map<String, String> hash(String key) {
        Iterator<Response> values =
                Objects.requireNonNull(send(Command.HVALS, key)).iterator();
        Map<String, String> fields = new TreeMap<>();
        for (Response name : Objects.requireNonNull(send(Command.HKEYS, key))) {
            fields.put(name.toString(), values.next().toString());
        }
        return fields;
    }

    /** Writes fields; none writes nothing. */
    void put(String key, Map<String, String> fields) {
        if (!fields.isEmpty()) {
            Request request = Request.cmd(Command.HSET).arg(key);
            fields.forEach((name, value) -> request.arg(name).arg(value));
            send(request);
        }
    }

    @Override
    public void close() {
        TestDatabase.get(connection.close());
        TestDatabase.get(vertx.close());
    }
}
