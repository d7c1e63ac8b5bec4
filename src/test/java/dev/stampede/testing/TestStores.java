package dev.stampede.testing;

import dev.stampede.embedded.EmbeddedStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Real servers for tests, their programs unpacked once for all of them. */
public final class TestStores {
    private static final Path ROOT = Path.of("target", "stores").toAbsolutePath();

    private TestStores() {}

    /** The pair that all tests of this JVM share; it ends with the JVM, and its data with it. */
    public static EmbeddedStores shared() {
        return Shared.STORES;
    }

    /** A pair of its own on a directory; the caller closes it. */
    public static EmbeddedStores fresh(Path dir) {
        return fresh(dir, Optional.empty());
    }

    /** The same with another program for Redis. */
    public static EmbeddedStores fresh(Path dir, Optional<Path> redisServer) {
        try {
            return EmbeddedStores.start(dir, binaries(), redisServer);
        } catch (IOException e) {
            throw new AssertionError("the embedded stores did not start in " + dir, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the embedded stores started in " + dir, e);
        }
    }

    /** Where the programs are unpacked, kept until {@code mvn clean}. */
    public static Path binaries() {
        return ROOT.resolve("bin");
    }

    /** Deletes the directory of a pair that has ended; one that is not there is fine. */
    public static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new AssertionError("cannot delete " + directory, e);
        }
    }

    private static final class Shared {
        private static final Path DIRECTORY =
                ROOT.resolve(Long.toString(ProcessHandle.current().pid()));
        private static final EmbeddedStores STORES = start();

        private static EmbeddedStores start() {
            delete(DIRECTORY);
            EmbeddedStores stores = fresh(DIRECTORY);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                stores.close();
                delete(DIRECTORY);
            }));
            return stores;
        }
    }
}
