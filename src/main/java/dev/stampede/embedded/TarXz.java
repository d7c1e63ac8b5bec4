package dev.stampede.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Unpacks a {@code tar.xz}: files, directories, links and executable bits. */
final class TarXz {
    private static final int ANY_EXECUTE = 0111;

    private final Path root;

    private TarXz(Path root) {
        this.root = root;
    }

    /** Unpacks into an existing directory; an entry or a link that leads out of it is refused. */
    static void unpack(InputStream archive, Path directory) throws IOException {
        TarXz target = new TarXz(directory.toRealPath());
        try (var entries = new TarArchiveInputStream(new XZCompressorInputStream(archive))) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                target.write(entry, entries);
            }
        }
    }

    private void write(TarArchiveEntry entry, InputStream content) throws IOException {
        Path file = inside(root.resolve(entry.getName()), entry);
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Path parent =
                Files.createDirectories(file.resolveSibling(".").normalize()).toRealPath();
        inside(parent, entry);
        if (entry.isSymbolicLink()) {
            inside(parent.resolve(entry.getLinkName()), entry);
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(file, inside(root.resolve(entry.getLinkName()), entry));
        } else if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
            throw new IOException("not a file, directory or link: " + entry.getName());
        } else {
            Files.copy(content, file);
            boolean executable = (entry.getMode() & ANY_EXECUTE) != 0;
            Files.setPosixFilePermissions(
                    file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    private Path inside(Path path, TarArchiveEntry entry) throws IOException {
        Path normal = path.normalize();
        if (!normal.startsWith(root)) {
            throw new IOException("leads out of the directory: " + entry.getName());
        }
        return normal;
    }
}
