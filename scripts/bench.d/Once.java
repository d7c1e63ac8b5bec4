import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends so many requests, each until it is not 503, and wants 201 for every one. Usage: Once port=PORT connections=N count=N [ids=FILE]
 * and the names of requests.lua. FILE gets the ids of the formations that were opened, in the order of the requests.
 */
public final class Once {
    private static final Pattern FORMATION = Pattern.compile("\"formation\":\\{\"id\":\"([0-9A-Z]{13})\"");

    private static final long PAUSE_MS = 100;

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, String> given;
    private final Requests requests;
    private final int count;
    private final List<String> ids;
    private int answered;

    private Once(Map<String, String> given) throws Exception {
        this.given = given;
        this.requests = new Requests(given, 0, 1);
        this.count = Integer.parseInt(given.get("count"));
        this.ids = new ArrayList<>(Collections.nCopies(count, ""));
    }

    public static void main(String[] args) throws Exception {
        Once once = new Once(Requests.given(args));
        once.vertx.runOnContext(started -> once.connect());
    }

    private void connect() {
        NetClient client = vertx.createNetClient();
        for (int i = 0; i < Integer.parseInt(given.get("connections")); i++) {
            client.connect(Integer.parseInt(given.get("port")), "127.0.0.1")
                    .onSuccess(socket -> next(new Line(socket, this::take, () -> end("a connection broke"))))
                    .onFailure(refused -> end(refused.toString()));
        }
    }

    private void next(Line line) {
        if (requests.sent() < count) {
            line.send(requests.sent(), requests.next());
        } else {
            line.leave();
        }
    }

    private void take(Line line, Buffer answer) {
        int status = Line.status(answer);
        if (status == 503) {
            vertx.setTimer(PAUSE_MS, again -> line.again());
            return;
        }
        if (status != 201) {
            end("a request was answered with " + answer);
        }
        Matcher formation = FORMATION.matcher(answer.toString());
        ids.set(line.number, formation.find() ? formation.group(1) : "");
        if (++answered == count) {
            end("");
        }
        next(line);
    }

    private void end(String trouble) {
        try {
            if (trouble.isEmpty() && given.containsKey("ids")) {
                Files.write(Path.of(given.get("ids")), ids);
            }
        } catch (Exception e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
        System.err.print(trouble.isEmpty() ? "" : trouble + "\n");
        Runtime.getRuntime().halt(trouble.isEmpty() ? 0 : 1);
    }
}
