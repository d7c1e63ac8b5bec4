package dev.stampede.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A second JVM that runs the embedded stores, there to be killed. */
final class EngineProcess implements AutoCloseable {
    private final Process process;
    private final List<Long> serverPids;

    private EngineProcess(Process process, List<Long> serverPids) {
        this.process = process;
        this.serverPids = serverPids;
    }

    static EngineProcess start(Path data, Path binaries) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EngineProcess.class.getName(),
                        data.toString(),
                        binaries.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("pids ")) {
                String[] words = line.split(" ");
                return new EngineProcess(process, List.of(Long.valueOf(words[1]), Long.valueOf(words[2])));
            }
        }
        throw new IOException("the engine ended before its stores ran");
    }

    List<Long> serverPids() {
        return serverPids;
    }

    void kill() {
        process.destroyForcibly();
    }

    void awaitDeath() throws InterruptedException {
        process.waitFor();
    }

    @Override
    public void close() {
        kill();
    }

    /** Runs the stores in the first argument's directory until this process is killed or its stdin ends. */
    public static void main(String[] args) throws Exception {
        EmbeddedStores stores = EmbeddedStores.start(Path.of(args[0]), Path.of(args[1]), Optional.empty());
        System.out.println("pids " + stores.redisPid() + " " + stores.postgresPid());
        System.in.transferTo(System.out);
    }
}
