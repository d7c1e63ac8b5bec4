import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Shoppers who buy from a sale that is open, so many a second, whether the engine keeps up or not. */
final class Buyers implements AutoCloseable {
    private static final int EVERY_MS = 10;
    private static final int CONNECTIONS = 64;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(20_000));
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong bought = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private final int port;
    private final String path;
    private final List<String> tokens;
    private long timer = -1;

    Buyers(int port, String campaign, List<String> tokens) {
        this.port = port;
        this.path = "/v1/campaigns/" + campaign + "/actions/purchase";
        this.tokens = tokens;
    }

    /** From now on so many a second try. */
    void begin(int rate) {
        timer = vertx.setPeriodic(EVERY_MS, tick -> {
            for (int i = 0; i < rate * EVERY_MS / 1_000; i++) {
                buy(sent.getAndIncrement());
            }
        });
    }

    void pause() {
        vertx.cancelTimer(timer);
    }

    long bought() {
        return bought.get();
    }

    /** Answers 503, and none. */
    long refused() {
        return refused.get();
    }

    /** Answers other than 201 and 503. */
    long wrong() {
        return wrong.get();
    }

    private void buy(long number) {
        client.request(HttpMethod.POST, port, "127.0.0.1", path)
                .compose(request -> request.putHeader(
                                "Authorization", "Bearer " + tokens.get((int) (number % tokens.size())))
                        .putHeader("Content-Type", "application/json")
                        .putHeader("Idempotency-Key", "purchase-" + number)
                        .send(Buffer.buffer("{\"sku\":\"item-0\",\"quantity\":1}")))
                .compose(response -> response.body().map(response))
                .map(HttpClientResponse::statusCode)
                .otherwise(0)
                .onSuccess(status -> (status == 201 ? bought : status == 503 || status == 0 ? refused : wrong)
                        .incrementAndGet());
    }

    @Override
    public void close() {
        vertx.close();
    }
}
