package dev.stampede.participation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Fields;
import dev.stampede.json.Violation;
import dev.stampede.kind.Action;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one action finds in one body, which depends on nothing else than the campaign's snapshot.
 *
 * @param violations what is wrong; unless empty, nothing else here means anything
 */
record Reading<R, C>(
        Live<R> live,
        Action<R, C> action,
        C decoded,
        @Nullable ObjectNode source,
        List<Violation> violations,
        String fingerprint) {
    static <R, C> Reading<R, C> of(Live<R> live, Action<R, C> action, ObjectNode json) {
        Fields body = Fields.of(json);
        ObjectNode source = Source.read(body);
        C decoded = action.read(body, live.campaign());
        List<Violation> violations = body.finish();
        String fingerprint = violations.isEmpty() ? Fingerprint.of(action.name(), action.canonical(decoded)) : "";
        return new Reading<>(live, action, decoded, source, violations, fingerprint);
    }
}
