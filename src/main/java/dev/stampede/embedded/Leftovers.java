package dev.stampede.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The processes of a server that is to be gone: an orphan of a killed engine, or the children of a killed postgres,
 * which need about two seconds to notice.
 *
 * <p>A process is one of them when it runs the server's program inside the server's data directory. Where the system
 * does not tell a process's directory, the process id in the pid file and the program decide.
 *
 * @param program the file name of the program
 * @param directory the data directory, a real path
 * @param pidFile where the process id of the last server is kept
 */
record Leftovers(String program, Path directory, Path pidFile) {
    private static final Duration TO_END_BY_ITSELF = Duration.ofSeconds(8);
    private static final Duration TO_DIE = Duration.ofSeconds(5);

    /** Waits until none is left, and kills those that stay. */
    void end() throws IOException, InterruptedException {
        if (Deadline.in(TO_END_BY_ITSELF).await(() -> running().isEmpty())) {
            return;
        }
        running().forEach(ProcessHandle::destroyForcibly);
        if (!Deadline.in(TO_DIE).await(() -> running().isEmpty())) {
            throw new IOException(program + " still runs in " + directory + " and cannot be ended: process "
                    + running().stream().map(ProcessHandle::pid).toList());
        }
    }

    List<ProcessHandle> running() {
        return ProcessHandle.allProcesses()
                .filter(this::runsProgram)
                .filter(this::isInDirectory)
                .toList();
    }

    private boolean runsProgram(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> Path.of(command).getFileName())
                .filter(name -> name != null && name.toString().startsWith(program))
                .isPresent();
    }

    private boolean isInDirectory(ProcessHandle process) {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        try {
            return Files.exists(proc)
                    ? Files.readSymbolicLink(proc.resolve("cwd")).equals(directory)
                    : Files.readString(pidFile).strip().equals(Long.toString(process.pid()));
        } catch (IOException e) {
            return false;
        }
    }
}
