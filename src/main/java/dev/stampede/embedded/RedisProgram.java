package dev.stampede.embedded;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a {@code redis-server} program tells of itself. */
public final class RedisProgram {
    private static final Pattern VERSION = Pattern.compile("(?:Redis|Valkey) server v=([0-9]{1,4}\\.[0-9.]{1,20}) .*");

    private RedisProgram() {}

    /** Its version, such as {@code 7.0.15}, asked of the program; nothing when it is no server of Redis or Valkey. */
    public static Optional<String> version(Path program) throws InterruptedException {
        return versionIn(Command.run(program.toString(), "--version").output());
    }

    static Optional<String> versionIn(String words) {
        Matcher matcher = VERSION.matcher(words);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
