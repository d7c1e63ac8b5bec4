package dev.stampede.boot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the secrets of tokens must be, and the file that may hold them: one or two, one a line or comma separated. */
final class JwtSecrets {
    static final int SHORTEST = 32;
    private static final int MOST = 2;
    private static final int MOST_BYTES = 4_096;

    private JwtSecrets() {}

    /** What is wrong with them; reads on behind a name, and never shows a secret. */
    static List<String> complaints(List<String> secrets) {
        List<String> complaints = new ArrayList<>();
        if (secrets.isEmpty() || secrets.size() > MOST) {
            complaints.add("holds " + secrets.size() + " secrets; one or two are valid");
        }
        for (String secret : secrets) {
            if (secret.length() < SHORTEST) {
                complaints.add(
                        "has a secret of " + secret.length() + " characters; " + SHORTEST + " or more are valid");
            }
            if (!secret.equals(secret.strip())) {
                complaints.add("has a secret that begins or ends with white space");
            }
        }
        if (secrets.stream().distinct().count() < secrets.size()) {
            complaints.add("holds the same secret twice; give two different ones, or one");
        }
        return complaints;
    }

    /** The secrets in the file, the signing one first, or {@link CannotStart} with what is wrong. */
    static List<String> in(Path file) {
        String name = Variable.JWT_SECRET_FILE.key() + " names " + file + ", which ";
        List<String> secrets;
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new CannotStart(ExitCode.USAGE, name + "is larger than " + MOST_BYTES + " bytes");
            }
            secrets = Files.readString(file, StandardCharsets.UTF_8)
                    .lines()
                    .flatMap(line -> List.of(line.split(",", -1)).stream())
                    .map(String::strip)
                    .filter(secret -> !secret.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new CannotStart(
                    ExitCode.USAGE, name + "can't be read: " + e.getClass().getSimpleName());
        }
        List<String> complaints = complaints(secrets);
        if (!complaints.isEmpty()) {
            throw new CannotStart(ExitCode.USAGE, name + String.join("; it ", complaints));
        }
        return secrets;
    }
}
