import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bare server that the engine is measured against: it reads the body of a POST and answers a constant JSON. Each size of
 * answer has a port of its own, so that no request is looked at. Usage: Yardstick LOOPS PORTS_FILE BYTES...; the file then
 * has the ports, a line each, in the order of the sizes.
 */
public class Yardstick extends VerticleBase {
    private final List<Buffer> answers = new ArrayList<>();
    private final List<String> ports = new ArrayList<>();

    Yardstick(String[] sizes) {
        for (String bytes : sizes) {
            answers.add(Buffer.buffer("{\"pad\":\"" + "x".repeat(Math.max(0, Integer.parseInt(bytes) - 10)) + "\"}"));
        }
    }

    public static void main(String[] args) {
        String[] sizes = Arrays.copyOfRange(args, 2, args.length);
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        List<Yardstick> loops = new ArrayList<>();
        List<Future<?>> deployed = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[0]); i++) {
            Yardstick loop = new Yardstick(sizes);
            loops.add(loop);
            deployed.add(vertx.deployVerticle(loop));
        }
        Future.all(deployed).onComplete(done -> {
            try {
                if (done.failed() || !vertx.isNativeTransportEnabled()) {
                    throw new IllegalStateException("no listener, or no native transport", done.cause());
                }
                Files.write(Path.of(args[1]), loops.get(0).ports);
            } catch (Exception e) {
                e.printStackTrace();
                System.exit(1);
            }
        });
    }

    @Override
    public Future<?> start() {
        Future<?> listening = Future.succeededFuture();
        int shared = 0;
        for (Buffer answer : answers) {
            // Each negative port stands for a free one that all loops share.
            int port = --shared;
            listening = listening.compose(before -> vertx.createHttpServer()
                    .requestHandler(request -> handle(request, answer))
                    .listen(port, "127.0.0.1")
                    .onSuccess(server -> ports.add(Integer.toString(server.actualPort()))));
        }
        return listening;
    }

    private static void handle(HttpServerRequest request, Buffer answer) {
        if (request.method() == HttpMethod.GET) {
            answer(request.response().setStatusCode(200), answer);
        } else {
            request.body().onSuccess(body -> answer(request.response().setStatusCode(201), answer));
        }
    }

    private static void answer(HttpServerResponse response, Buffer answer) {
        response.putHeader("Content-Type", "application/json").end(answer);
    }
}
