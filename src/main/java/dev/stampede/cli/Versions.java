package dev.stampede.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** The versions of what runs here, one a line. */
final class Versions implements IVersionProvider {
    private static final String VERTX_VERSION = "/META-INF/vertx/vertx-version.txt";

    @Override
    public String[] getVersion() throws IOException {
        String version = Versions.class.getPackage().getImplementationVersion();
        return new String[] {
            "stampede " + (version == null ? "dev" : version),
            "vert.x   " + vertxVersion(),
            "java     " + Runtime.version()
        };
    }

    private static String vertxVersion() throws IOException {
        try (InputStream text = Versions.class.getResourceAsStream(VERTX_VERSION)) {
            return text == null ? "unknown" : new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
