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
    private static final int OK = 200;

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
        return status == OK;
    }

    String word() {
        if (isThere()) {
            return ok ? "ok" : "BROKEN";
        }
        return status == 0 ? "without an answer" : "refused with " + status;
    }
}
