package dev.stampede.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A password of a server: 128 random bits in hex, made once and kept in a file that only its owner may read. */
final class Secret {
    private static final int BYTES = 16;

    private Secret() {}

    /** Reads the password, or makes it when the file is not there. */
    static String in(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            byte[] bytes = new byte[BYTES];
            random.nextBytes(bytes);
            Disk.replace(file, HexFormat.of().formatHex(bytes));
        }
        return Files.readString(file).strip();
    }
}
