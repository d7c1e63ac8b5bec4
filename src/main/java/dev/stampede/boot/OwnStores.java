package dev.stampede.boot;

import dev.stampede.embedded.EmbeddedStores;
import dev.stampede.embedded.RedisProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the embedded stores as the settings say, and turns what is in the way into {@link CannotStart}. */
final class OwnStores {
    private static final Logger LOG = LoggerFactory.getLogger(OwnStores.class);

    private OwnStores() {}

    /** Blocks until both answer. */
    static EmbeddedStores start(Path dataDirectory, Optional<Path> redisServer) {
        try {
            if (redisServer.isPresent()) {
                LOG.info("the embedded Redis is {}", admitted(redisServer.get()));
            }
            return EmbeddedStores.start(dataDirectory, redisServer);
        } catch (IOException e) {
            throw new CannotStart(ExitCode.GAVE_UP, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart(ExitCode.FAILED, "interrupted while the stores were starting");
        }
    }

    /** The program and its version, or {@link CannotStart} when it is none that this engine can use. */
    static String admitted(Path program) throws InterruptedException {
        if (!Files.exists(program)) {
            throw refused(program, "is not there");
        }
        if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
            throw refused(program, "can't be executed");
        }
        String version = RedisProgram.version(program)
                .orElseThrow(() -> refused(program, "does not tell the version of a Redis or Valkey server"));
        if (RedisLook.isTooOld(version)) {
            throw refused(program, RedisLook.tooOld(version));
        }
        return program + ", version " + version;
    }

    private static CannotStart refused(Path program, String why) {
        return new CannotStart(
                ExitCode.USAGE,
                Variable.REDIS_SERVER.key() + " names " + program + ", which " + why
                        + "; name a redis-server program, or leave it unset for the bundled one");
    }
}
