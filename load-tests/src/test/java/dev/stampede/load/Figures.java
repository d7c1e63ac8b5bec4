package dev.stampede.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The figures of a run, for people and as a file of JSON. */
final class Figures {
    private Figures() {}

    /** Whether everything is as it must be. */
    static boolean areGood(LoadSettings settings, Books books) {
        return books.isAudited()
                && books.complaints().isEmpty()
                && books.inDoubt().isEmpty()
                && books.percentile(99) <= settings.p99().toMillis();
    }

    static void write(String simulation, LoadSettings settings, Books books) {
        ObjectNode json = Answers.object()
                .put("simulation", simulation)
                .put("ok", areGood(settings, books))
                .put("users", settings.users())
                .put("stock", settings.stock())
                .put("seconds", settings.rush().toSeconds())
                .put("orders", books.receipts().size())
                .put("payments", books.payments())
                .put("inDoubt", books.inDoubt().size())
                .put("audit", books.isAudited() ? "ok" : "violated or not asked");
        json.putObject("purchaseMs")
                .put("p50", books.percentile(50))
                .put("p99", books.percentile(99))
                .put("max", books.percentile(100))
                .put("limit", settings.p99().toMillis());
        books.answers().forEach(json.putObject("answers")::put);
        books.complaints().forEach(json.putArray("complaints")::add);
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
