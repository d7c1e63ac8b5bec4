package dev.stampede.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The figures of a run, for people and as a file of JSON. */
final class Figures {
    private final Stage stage;
    private final List<Play> plays;
    private final Closing closing;

    Figures(Stage stage, List<Play> plays, Closing closing) {
        this.stage = stage;
        this.plays = plays;
        this.closing = closing;
    }

    /** The failed requests that Gatling counts come on top. */
    void write(String simulation) {
        LoadSettings settings = stage.settings();
        ObjectNode json = Json.object()
                .put("simulation", simulation)
                .put("ok", closing.isGood())
                .put("users", settings.users())
                .put("seconds", settings.rush().toSeconds())
                .put("connections", settings.sharesConnections() ? "shared" : "own")
                .put("p99LimitMs", settings.p99().toMillis());
        json.set("punctuality", stage.tally().punctuality());
        json.set("requests", stage.tally().figures());
        for (Play play : plays) {
            Books books = play.books();
            ObjectNode figures = json.withArray("campaigns")
                    .addObject()
                    .put("play", play.getClass().getSimpleName())
                    .put("orders", books.listed())
                    .put("payments", books.payments())
                    .put("inDoubt", books.inDoubt());
            play.tell(figures);
        }
        json.put("serverErrors", stage.tally().serverErrors());
        json.put("audit", closing.isAudited() ? "ok" : "violated or not asked");
        closing.misses().forEach(json.putArray("missed")::add);
        closing.complaints().forEach(json.putArray("complaints")::add);
        try {
            Path file = settings.figures().toAbsolutePath();
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, json.toPrettyString() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("could not write the figures", e);
        }
        System.out.println(json.toPrettyString());
    }
}
