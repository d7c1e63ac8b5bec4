package dev.stampede.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One running server and the shell that ends it when this engine lets go or is gone, in whatever way it went. The shell
 * reads a pipe of which only this engine holds the other end.
 */
final class Keeper {
    private static final int STOP_SECONDS = 5;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(STOP_SECONDS + 3L);
    private static final Set<String> KEPT_VARIABLES = Set.of("PATH", "HOME", "TMPDIR");

    private final Process shell;
    private final long pid;

    private Keeper(Process shell, long pid) {
        this.shell = shell;
        this.pid = pid;
    }

    /**
     * Where a server runs.
     *
     * @param script the unpacked {@code keep.sh}
     * @param directory its working directory
     * @param pidFile where its process id is kept
     * @param log where its output goes
     */
    record Place(Path script, Path directory, Path pidFile, ServerLog log) {}

    /** Unpacks the shell's script; a shell that still runs a former copy keeps it. */
    static Path unpackScript(Path file) throws IOException {
        try (InputStream script = Keeper.class.getResourceAsStream("/embedded/keep.sh")) {
            if (script == null) {
                throw new IOException("embedded/keep.sh is not packed in this build");
            }
            Disk.replace(file, new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
        return file;
    }

    /** Starts a server; it is not known to answer yet. */
    static Keeper start(Place place, String stopSignal, List<String> command) throws IOException {
        List<String> words = new ArrayList<>();
        if (Command.isInstalled("setsid")) {
            // Ctrl-C goes to the terminal's whole process group; the engine drains first and then lets go.
            words.add("setsid");
        }
        words.addAll(List.of("sh", place.script().toString(), stopSignal, "" + STOP_SECONDS));
        words.addAll(List.of(place.pidFile().toString(), place.log().file().toString()));
        words.addAll(command);
        Files.deleteIfExists(place.pidFile());
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(place.directory().toFile())
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(place.log().file().toFile()));
        builder.environment().keySet().retainAll(KEPT_VARIABLES);
        builder.environment().put("LC_ALL", "C");
        Process shell = builder.start();
        try {
            return new Keeper(shell, readPid(shell));
        } catch (IOException e) {
            shell.getOutputStream().close();
            throw new IOException(
                    "cannot run " + command.get(0) + " (log: " + place.log().file() + ")", e);
        }
    }

    private static long readPid(Process shell) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.US_ASCII));
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the shell ended without naming a process");
        }
        return Long.parseLong(line.strip());
    }

    long pid() {
        return pid;
    }

    boolean isAlive() {
        return shell.isAlive();
    }

    /** The server's exit status, once it has ended. */
    int status() {
        return shell.exitValue();
    }

    void awaitEnd() throws InterruptedException {
        shell.waitFor();
    }

    /** Waits for the end; false when it did not come within the limit. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        return shell.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Has the shell stop the server, and does not wait. */
    void letGo() {
        try (OutputStream pipe = shell.getOutputStream()) {
            pipe.flush();
        } catch (IOException e) {
            // The pipe is closed already: the shell is ending or gone.
            return;
        }
    }

    /** Stops the server in order, or by force after a limit; an interrupt means at once. */
    void end() {
        letGo();
        try {
            if (awaitEnd(STOP_LIMIT)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        shell.destroyForcibly();
    }
}
