package dev.stampede.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A short command that was run to its end, at most five seconds.
 *
 * @param status its exit status, -1 when it could not be run or did not end
 * @param output what it printed, trimmed
 */
record Command(int status, String output) {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    static Command run(List<String> words) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(words)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return new Command(-1, "");
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Command(process.exitValue(), output.strip());
        } catch (IOException e) {
            return new Command(-1, "");
        }
    }

    static Command run(String... words) throws InterruptedException {
        return run(List.of(words));
    }

    boolean succeeded() {
        return status == 0;
    }

    /** Whether the search path has this program. */
    static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(directory -> !directory.isEmpty())
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
