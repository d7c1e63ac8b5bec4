package dev.stampede.redis;

import io.vertx.core.Future;

/** Decides whether a fresh connection may run scripts: whether its Redis holds what Postgres knows. */
@FunctionalInterface
public interface Admission {
    /** Succeeds with true when scripts may run; false when this Redis has to be loaded first. */
    Future<Boolean> admits(Commands connection);
}
