package dev.stampede.push;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stampede.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A receiver of webhooks on loopback that answers as a test wants it to, and can go away and come back on its port. */
public final class Receiver implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Function<Call, Integer> answer;
    private HttpServer server;

    /** @param answer the status for a call, decided before it is answered; may take its time */
    public Receiver(Function<Call, Integer> answer) {
        this.answer = answer;
        this.server = listen(0);
    }

    /** One request, as it came. */
    public record Call(String id, String timestamp, String signature, String contentType, String body) {
        public String campaignId() {
            return json("campaignId");
        }

        int n() {
            return Json.readOwn(body).path("data").path("n").intValue();
        }

        private String json(String member) {
            return Json.readOwn(body).path(member).textValue();
        }
    }

    public String url() {
        return "http://127.0.0.1:" + port() + "/hooks?of=stampede";
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Everything that came, in the order in which it came. */
    public List<Call> calls() {
        return calls;
    }

    /** Refuses connections until it comes back. */
    void die() {
        server.stop(0);
    }

    void comeBack() {
        server = listen(port());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private HttpServer listen(int port) {
        try {
            HttpServer fresh = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            fresh.setExecutor(threads);
            fresh.createContext("/hooks", this::receive);
            fresh.start();
            return fresh;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            Call call = new Call(
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            calls.add(call);
            exchange.sendResponseHeaders(answer.apply(call), -1);
        }
    }
}
