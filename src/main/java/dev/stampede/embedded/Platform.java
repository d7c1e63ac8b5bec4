package dev.stampede.embedded;

import java.io.IOException;
import java.util.Locale;

/**
 * The machine, in the words that the names of the packed binaries use.
 *
 * @param os {@code linux} or {@code darwin}
 * @param arch {@code amd64} or {@code arm64}
 */
record Platform(String os, String arch) {
    static Platform current() throws IOException {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /** Reads the JVM's {@code os.name} and {@code os.arch}; a machine without packed binaries is refused. */
    static Platform of(String osName, String osArch) throws IOException {
        String system = osName.toLowerCase(Locale.ROOT);
        String os = system.startsWith("linux") ? "linux" : system.startsWith("mac") ? "darwin" : "";
        String arch =
                switch (osArch) {
                    case "amd64", "x86_64" -> "amd64";
                    case "aarch64", "arm64" -> "arm64";
                    default -> "";
                };
        if (os.isEmpty() || arch.isEmpty()) {
            throw new IOException("no embedded stores for " + osName + " on " + osArch
                    + "; set STAMPEDE_REDIS_URL and STAMPEDE_POSTGRES_URL to servers of your own");
        }
        return new Platform(os, arch);
    }

    String redisResource() {
        return "redis-server-7.0.15-" + os + "-" + arch;
    }

    String postgresResource() {
        return "postgres-" + os + "-" + (arch.equals("amd64") ? "x86_64" : "arm_64") + ".txz";
    }
}
