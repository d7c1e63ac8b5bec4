package dev.stampede.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The lock of a data directory. The system releases it when its process dies, however that happens.
 *
 * <p>It belongs to the process, not to the channel: closing any other channel on the same file would release it. So a
 * second file names the holder, and a process that finds itself there does not open the first.
 */
public final class DirectoryLock implements AutoCloseable {
    private final FileChannel channel;
    private final FileLock lock;
    private final Path holderFile;

    private DirectoryLock(FileChannel channel, FileLock lock, Path holderFile) {
        this.channel = channel;
        this.lock = lock;
        this.holderFile = holderFile;
    }

    /** Takes the lock, or returns nothing when somebody has it. */
    static Optional<DirectoryLock> take(Path directory) throws IOException {
        Path holderFile = directory.resolve("lock.holder");
        if (isThisProcess(holderFile)) {
            return Optional.empty();
        }
        FileChannel channel = open(directory);
        FileLock lock = tryLock(channel, false);
        if (lock == null) {
            return Optional.empty();
        }
        PrivateFiles.replace(holderFile, thisProcess().getBytes(StandardCharsets.UTF_8));
        return Optional.of(new DirectoryLock(channel, lock, holderFile));
    }

    /** Whether a living process has it. It looks with a shared lock, so that two who look do not see each other. */
    static boolean isTaken(Path directory) throws IOException {
        if (isThisProcess(directory.resolve("lock.holder"))) {
            return true;
        }
        try (FileChannel channel = open(directory)) {
            return tryLock(channel, true) == null;
        }
    }

    /** The process id of who has it, as far as it is known. */
    static Optional<String> holder(Path directory) {
        return read(directory.resolve("lock.holder")).map(text -> text.split(" ", 2)[0]);
    }

    /** Gives the directory back. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(holderFile);
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("giving back " + holderFile.getParent(), e);
        }
    }

    private static FileChannel open(Path directory) throws IOException {
        PrivateFiles.createIfMissing(directory.resolve("lock"));
        return FileChannel.open(directory.resolve("lock"), StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static @Nullable FileLock tryLock(FileChannel channel, boolean shared) throws IOException {
        try {
            FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
            if (lock == null) {
                channel.close();
            }
            return lock;
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static boolean isThisProcess(Path holderFile) {
        return read(holderFile).filter(thisProcess()::equals).isPresent();
    }

    /** The start tells this process from a dead one that had the same number, as in a container each has number 1. */
    private static String thisProcess() {
        ProcessHandle self = ProcessHandle.current();
        long start = self.info()
                .startInstant()
                .map(instant -> instant.toEpochMilli())
                .orElse(0L);
        return self.pid() + " " + start;
    }

    private static Optional<String> read(Path holderFile) {
        try {
            return Optional.of(Files.readString(holderFile).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
