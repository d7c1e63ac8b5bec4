package dev.stampede.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of this project, as text. */
final class Sources {
    static final Path MAIN = Path.of("src", "main", "java");
    static final Path TEST = Path.of("src", "test", "java");
    static final Path LUA = Path.of("src", "main", "resources", "lua");
    private static final Pattern NO_CODE = Pattern.compile("\"\"\"(?:[^\"\\\\]++|\\\\.|\"(?!\"\"))*+\"\"\""
            + "|\"(?:[^\"\\\\\n]++|\\\\.)*+\""
            + "|'(?:[^'\\\\\n]++|\\\\.)++'"
            + "|//[^\n]*+"
            + "|/\\*(?s:.*?)\\*/");

    private Sources() {}

    /** The files below a folder whose name ends so, sorted; none when there is no such folder. */
    static List<Path> files(Path folder, String ending) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> java() {
        return Stream.concat(files(MAIN, ".java").stream(), files(TEST, ".java").stream())
                .toList();
    }

    static Path folder(Path file) {
        return Objects.requireNonNull(file.getParent());
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> lines(Path file) {
        return read(file).lines().toList();
    }

    /** The text of a Java file without comments; line breaks stay. */
    static String withoutComments(Path file) {
        return NO_CODE.matcher(read(file))
                .replaceAll(found -> found.group().startsWith("/") ? breaks(found) : quoted(found.group()));
    }

    /** The text of a Java file without comments and without what stands in quotes; line breaks stay. */
    static String code(Path file) {
        return NO_CODE.matcher(read(file))
                .replaceAll(found -> found.group().startsWith("/") ? breaks(found) : "\"\"" + breaks(found));
    }

    private static String breaks(MatchResult found) {
        return found.group().replaceAll("[^\n]", "");
    }

    private static String quoted(String text) {
        return Matcher.quoteReplacement(text);
    }
}
