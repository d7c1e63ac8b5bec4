package dev.stampede.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The processes of a server that is to be gone: an orphan of a killed engine, or the children of a killed postgres,
 * which need about two seconds to notice.
 *
 * <p>A process is one of them when it runs inside the server's data directory and either is the one in the pid file, which
 * may be of a program that was chosen before, or runs one of the server's programs. Where the system does not tell a
 * process's directory, the pid file and the program decide.
 *
 * @param programs what the file name of the program may begin with
 * @param directory the data directory, a real path
 * @param pidFile where the process id of the last server is kept
 */
record Leftovers(Set<String> programs, Path directory, Path pidFile) {
    private static final Duration TO_END_BY_ITSELF = Duration.ofSeconds(8);
    private static final Duration TO_DIE = Duration.ofSeconds(5);

    Leftovers {
        programs = Set.copyOf(programs);
    }

    /** Waits until none is left, and kills those that stay. */
    void end() throws IOException, InterruptedException {
        if (Deadline.in(TO_END_BY_ITSELF).await(() -> running().isEmpty())) {
            return;
        }
        running().forEach(ProcessHandle::destroyForcibly);
        if (!Deadline.in(TO_DIE).await(() -> running().isEmpty())) {
            throw new IOException(programs + " still runs in " + directory + " and cannot be ended: process "
                    + running().stream().map(ProcessHandle::pid).toList());
        }
    }

    /** Those that run now. */
    List<ProcessHandle> running() {
        return ProcessHandle.allProcesses().filter(this::isLeft).toList();
    }

    private boolean isLeft(ProcessHandle process) {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        return Files.exists(proc)
                ? isInDirectory(proc) && (isInPidFile(process) || runsProgram(process))
                : isInPidFile(process) && runsProgram(process);
    }

    private boolean runsProgram(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> String.valueOf(Path.of(command).getFileName()))
                .filter(name -> programs.stream().anyMatch(name::startsWith))
                .isPresent();
    }

    private boolean isInDirectory(Path proc) {
        try {
            return Files.readSymbolicLink(proc.resolve("cwd")).equals(directory);
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isInPidFile(ProcessHandle process) {
        try {
            return Files.readString(pidFile).strip().equals(Long.toString(process.pid()));
        } catch (IOException e) {
            return false;
        }
    }
}
