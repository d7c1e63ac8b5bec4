package dev.stampede.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directories as wholes. */
final class Trees {
    private Trees() {}

    private interface Placing {
        void place(Path from, Path to) throws IOException;
    }

    /** A copy; what was there before is deleted. */
    static void copy(Path from, Path to) {
        place(from, to, Files::copy);
    }

    /** A second name for each file: cheap, and fit for what nobody writes to. */
    static void link(Path from, Path to) {
        place(from, to, (file, link) -> Files.createLink(link, file));
    }

    static void delete(Path directory) {
        if (Files.exists(directory)) {
            list(directory).sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new AssertionError("cannot delete " + path, e);
                }
            });
        }
    }

    private static void place(Path from, Path to, Placing placing) {
        delete(to);
        list(from).sorted().forEach(path -> {
            Path target = to.resolve(from.relativize(path));
            try {
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    placing.place(path, target);
                }
            } catch (IOException e) {
                throw new AssertionError("cannot copy " + path, e);
            }
        });
    }

    private static Stream<Path> list(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            List<Path> all = paths.toList();
            return all.stream();
        } catch (IOException e) {
            throw new AssertionError("cannot list " + directory, e);
        }
    }
}
