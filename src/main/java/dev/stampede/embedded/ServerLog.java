package dev.stampede.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The log file of one server. One older file is kept beside it.
 *
 * @param file where the server's output is appended
 */
record ServerLog(Path file) {
    private static final long ROLL_BYTES = 8L << 20;
    private static final int TAIL_BYTES = 8 << 10;
    private static final Pattern REASON = Pattern.compile("FATAL|PANIC|rror");

    /** Puts a log that has grown large aside. */
    void roll() throws IOException {
        if (size() > ROLL_BYTES) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    long size() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** The last line that tells of an error after this position, else the last line of any kind. */
    String lastLine(long since) throws IOException {
        List<String> lines = tail(since).lines().filter(line -> !line.isBlank()).toList();
        String last = lines.isEmpty() ? "it left no line in its log" : lines.get(lines.size() - 1);
        return lines.stream()
                .filter(line -> REASON.matcher(line).find())
                .reduce((former, latter) -> latter)
                .orElse(last)
                .strip();
    }

    private String tail(long since) throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(TAIL_BYTES);
            long from = Math.max(since, channel.size() - TAIL_BYTES);
            while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) > 0) {}
            return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
        }
    }
}
