package dev.stampede.boot;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks again into the file of the secrets, and tells of others. A file that can't be used changes nothing. */
final class SecretRotation {
    private static final Logger LOG = LoggerFactory.getLogger(SecretRotation.class);

    private final Vertx vertx;
    private final Path file;
    private final Consumer<List<String>> rotate;
    private List<String> inUse;
    private String lastComplaint = "";

    /**
     * @param inUse what the file held at the start
     * @param rotate puts other secrets into use
     */
    SecretRotation(Vertx vertx, Path file, List<String> inUse, Consumer<List<String>> rotate) {
        this.vertx = vertx;
        this.file = file;
        this.inUse = inUse;
        this.rotate = rotate;
    }

    /** Looks once; never finds more to do. */
    Future<Integer> step() {
        return vertx.executeBlocking(() -> JwtSecrets.in(file)).map(this::use).otherwise(this::complain);
    }

    private int use(List<String> found) {
        lastComplaint = "";
        if (!found.equals(inUse)) {
            rotate.accept(found);
            inUse = found;
            LOG.info("the secrets of tokens changed, {} in use", found.size());
        }
        return 0;
    }

    /** Once for each complaint: this is asked every second. */
    private int complain(Throwable e) {
        String complaint = String.valueOf(e.getMessage());
        if (!complaint.equals(lastComplaint)) {
            LOG.warn("the secrets of tokens stay as they are: {}", complaint);
            lastComplaint = complaint;
        }
        return 0;
    }
}
