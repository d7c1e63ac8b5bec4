package dev.stampede.postgres;

import io.vertx.pgclient.PgException;

/** What a failure of Postgres means for whoever asked. */
public final class SqlState {
    private SqlState() {}

    /** Whether trying again can't help: class 22, data exception, or 23, constraint violation. */
    public static boolean isDataFault(Throwable e) {
        String state = of(e);
        return state.startsWith("22") || state.startsWith("23");
    }

    /** Whether a lock was not to be had in time. */
    public static boolean isLockTimeout(Throwable e) {
        return of(e).equals("55P03");
    }

    /** Whether a write met a server that takes none: a standby, or a primary that was made one. */
    public static boolean isReadOnly(Throwable e) {
        return of(e).equals("25006");
    }

    /** Whether there was no answer of a healthy server, so that nobody can say what it did. */
    static boolean isLost(Throwable e) {
        String state = of(e);
        return state.isEmpty() || state.startsWith("08") || state.startsWith("57P");
    }

    /** The five characters, or an empty text when the failure is not an answer of Postgres. */
    public static String of(Throwable e) {
        return e instanceof PgException fault && fault.getSqlState() != null ? fault.getSqlState() : "";
    }
}
