package dev.stampede.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The engine's own audit as it was answered.
 *
 * @param status of HTTP, 0 when no answer came
 * @param ok whether the engine says that every invariant holds
 */
record AuditSeen(int status, boolean ok, List<Line> lines) {
    private static final int NOT_FOUND = 404;

    AuditSeen {
        lines = List.copyOf(lines);
    }

    /** One invariant. */
    record Line(String id, boolean ok, String detail) {}

    static AuditSeen of(Reply reply) {
        List<Line> lines = new ArrayList<>();
        for (JsonNode invariant : reply.body().path("invariants")) {
            lines.add(new Line(
                    invariant.path("id").asText(),
                    invariant.path("ok").asBoolean(),
                    invariant.path("detail").asText()));
        }
        return new AuditSeen(
                reply.status(), reply.isDone() && reply.body().path("ok").asBoolean(), lines);
    }

    /** Whether the engine audited itself. */
    boolean isThere() {
        return status == 200;
    }

    /** Whether an audit was owed and did not come. */
    boolean isMissing() {
        return !isThere() && status != NOT_FOUND;
    }

    String word() {
        if (isThere()) {
            return ok ? "ok" : "BROKEN";
        }
        return status == NOT_FOUND ? "not offered" : "no answer";
    }
}
