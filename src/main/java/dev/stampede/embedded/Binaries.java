package dev.stampede.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The programs of both servers, unpacked from the class path.
 *
 * @param redisServer the {@code redis-server} program
 * @param postgresHome the directory with {@code bin/postgres} and {@code bin/initdb}
 */
record Binaries(Path redisServer, Path postgresHome) {
    private static final String PARTIAL = "unpacking-";

    private interface Unpacking {
        void into(InputStream packed, Path directory) throws IOException;
    }

    /** Unpacks what is not there yet, into directories named after the content's hash, each in one step. */
    static Binaries unpack(Path directory, Platform platform) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path redis = unpack(directory, "redis", platform.redisResource(), Binaries::copyRedis);
        Path postgres = unpack(directory, "postgres", platform.postgresResource(), TarXz::unpack);
        return new Binaries(redis.resolve("redis-server"), postgres);
    }

    /** The same with another program for Redis, when one is given. */
    Binaries withRedis(Optional<Path> program) {
        return new Binaries(program.orElse(redisServer), postgresHome);
    }

    private static Path unpack(Path directory, String name, String resource, Unpacking unpacking)
            throws IOException, InterruptedException {
        Path target = directory.resolve(name + "-" + hash(resource));
        if (Files.isDirectory(target)) {
            return target;
        }
        deleteAbandoned(directory);
        Path partial = Files.createTempDirectory(
                directory, PARTIAL + ProcessHandle.current().pid() + "-");
        try (InputStream packed = open(resource)) {
            unpacking.into(packed, partial);
            Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwxr-xr-x"));
            Disk.flushTree(partial);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(target)) {
                throw e;
            }
        } finally {
            Disk.deleteTree(partial);
        }
        return target;
    }

    /** Deletes what a killed engine was unpacking; an engine that lives may still be at it. */
    static void deleteAbandoned(Path directory) throws IOException {
        try (DirectoryStream<Path> partials = Files.newDirectoryStream(directory, PARTIAL + "*")) {
            for (Path partial : partials) {
                String pid = partial.getFileName().toString().split("-", -1)[1];
                if (ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                    Disk.deleteTree(partial);
                }
            }
        }
    }

    private static void copyRedis(InputStream packed, Path directory) throws IOException {
        Path program = directory.resolve("redis-server");
        Files.copy(packed, program);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String hash(String resource) throws IOException {
        try (var packed = new DigestInputStream(open(resource), MessageDigest.getInstance("SHA-256"))) {
            packed.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(packed.getMessageDigest().digest(), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static InputStream open(String resource) throws IOException {
        InputStream packed = Binaries.class.getResourceAsStream("/" + resource);
        if (packed == null) {
            throw new IOException(resource + " is not packed in this build; build on this platform,"
                    + " or set STAMPEDE_REDIS_URL and STAMPEDE_POSTGRES_URL to servers of your own");
        }
        return packed;
    }
}
