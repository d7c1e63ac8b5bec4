package dev.stampede.boot;

import dev.stampede.json.MalformedJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The directory that an engine keeps its things in: the lock, the secret that it made, where it can be reached, and the
 * files of the embedded stores. Other files in it are left alone.
 */
public final class DataDirectory {
    private static final int SECRET_BYTES = 48;

    private final Path path;

    private DataDirectory(Path path) {
        this.path = path;
    }

    /** The directory, made with mode 700 when it is missing, or {@link CannotStart}. */
    public static DataDirectory at(Path path) {
        return attempt("make the data directory " + path, () -> {
            PrivateFiles.createDirectory(path);
            return new DataDirectory(path);
        });
    }

    public Path path() {
        return path;
    }

    /**
     * Takes the directory for this process, until closed or dead.
     *
     * @throws CannotStart when somebody has it
     */
    public DirectoryLock lock() {
        return attempt("lock " + path, () -> DirectoryLock.take(path)).orElseThrow(this::inUse);
    }

    /** Whether an engine runs on this directory: a lock that can be taken means that nobody does. */
    public boolean live() {
        return attempt("look at the lock of " + path, () -> DirectoryLock.isTaken(path));
    }

    /** Where the running engine can be reached; nothing when none is running, or it is not ready yet. */
    public Optional<Ports> livePorts() {
        Path file = portsFile();
        if (!Files.exists(file) || !live()) {
            return Optional.empty();
        }
        return attempt("read " + file, () -> Optional.of(Ports.fromJson(Files.readAllBytes(file))));
    }

    /** Tells others where this engine can be reached. */
    public void writePorts(Ports ports) {
        attempt("write " + portsFile(), () -> {
            PrivateFiles.replace(portsFile(), ports.toJson());
            return path;
        });
    }

    /** Takes that back; harmless when there is nothing to take back. */
    public void removePorts() {
        attempt("remove " + portsFile(), () -> Files.deleteIfExists(portsFile()));
    }

    /** The secrets to sign and verify tokens with, the signing one first: of the settings, of their file, else the kept one. */
    public List<String> jwtSecrets(Settings settings) {
        if (settings.jwtSecretFile().isPresent()) {
            return JwtSecrets.in(settings.jwtSecretFile().get());
        }
        return settings.jwtSecrets().isEmpty()
                ? List.of(keptSecret())
                : settings.jwtSecrets().stream().map(Secret::value).toList();
    }

    /** The secret kept here, made when there is none yet. */
    private String keptSecret() {
        Path file = path.resolve("jwt-secret");
        String secret = attempt("keep a secret in " + file, () -> {
            if (!Files.exists(file)) {
                PrivateFiles.writeIfMissing(file, (newSecret() + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return Files.readString(file).strip();
        });
        if (secret.length() < JwtSecrets.SHORTEST) {
            throw new CannotStart(
                    ExitCode.FAILED,
                    file + " is damaged; delete it and a new secret is made, which makes all tokens void");
        }
        return secret;
    }

    private static String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private CannotStart inUse() {
        String holder = DirectoryLock.holder(path).map(pid -> "process " + pid).orElse("another process");
        return new CannotStart(
                ExitCode.FAILED,
                path + " is in use by " + holder + "; stop it, or name another directory with "
                        + Variable.DATA_DIR.flag());
    }

    private Path portsFile() {
        return path.resolve("ports.json");
    }

    private static <T> T attempt(String what, FileWork<T> work) {
        try {
            return work.run();
        } catch (FileAlreadyExistsException e) {
            throw new CannotStart(ExitCode.FAILED, "cannot " + what + ": " + e.getFile() + " is not a directory");
        } catch (IOException | MalformedJson e) {
            throw new CannotStart(ExitCode.FAILED, "cannot " + what + ": " + e);
        }
    }

    /** Work with files, which may fail. */
    private interface FileWork<T> {
        T run() throws IOException, MalformedJson;
    }
}
