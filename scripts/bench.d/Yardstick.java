import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The bare server that the engine is measured against: it reads the body of a POST and answers a constant JSON. Run as one
 * source file with the engine's jar on the class path: Yardstick.java LOOPS BYTES PORT_FILE.
 */
public class Yardstick extends VerticleBase {
    private final Buffer answer;

    Yardstick(Buffer answer) {
        this.answer = answer;
    }

    public static void main(String[] args) {
        int bytes = Integer.parseInt(args[1]);
        Buffer answer = Buffer.buffer("{\"pad\":\"" + "x".repeat(Math.max(0, bytes - 10)) + "\"}");
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        List<Yardstick> loops = new ArrayList<>();
        List<Future<?>> deployed = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[0]); i++) {
            Yardstick loop = new Yardstick(answer);
            loops.add(loop);
            deployed.add(vertx.deployVerticle(loop));
        }
        Future.all(deployed).onComplete(done -> {
            try {
                if (done.failed() || !vertx.isNativeTransportEnabled()) {
                    throw new IllegalStateException("no listener, or no native transport", done.cause());
                }
                Files.writeString(Path.of(args[2]), Integer.toString(loops.get(0).port));
            } catch (Exception e) {
                e.printStackTrace();
                System.exit(1);
            }
        });
    }

    private int port;

    @Override
    public Future<?> start() {
        // A negative port stands for any free one that all loops share.
        return vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(-1, "127.0.0.1")
                .onSuccess(server -> port = server.actualPort());
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> request.response()
                .setStatusCode(201)
                .putHeader("Content-Type", "application/json")
                .end(answer));
    }
}
