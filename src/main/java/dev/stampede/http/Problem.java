package dev.stampede.http;

import dev.stampede.json.Violation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A refusal on its way to the client (RFC 9457). Its texts are looked up by {@code code} when it is written.
 *
 * @param status the HTTP status, 400 or more
 * @param code the stable word of the contract, such as {@code SOLD_OUT}
 * @param members further members, such as {@code opensAt}: texts and whole numbers
 * @param errors what is wrong with the body, empty unless the code is {@code INVALID}
 */
public record Problem(int status, String code, Map<String, Object> members, List<Violation> errors) {
    public Problem {
        members = Map.copyOf(members);
        errors = List.copyOf(errors);
    }

    public static Problem of(int status, String code) {
        return new Problem(status, code, Map.of(), List.of());
    }

    /** A body with the right shape and wrong content. */
    public static Problem invalid(List<Violation> errors) {
        return new Problem(400, "INVALID", Map.of(), errors);
    }

    /** A body, path or header that can't be read at all; {@code reason} is shown to the client's developer. */
    public static Problem malformed(String reason) {
        return of(400, "MALFORMED").with("reason", reason);
    }

    /** Whether its status and code say everything. */
    boolean isPlain() {
        return members.isEmpty() && errors.isEmpty();
    }

    public Problem with(String name, String value) {
        return withMember(name, value);
    }

    public Problem with(String name, long value) {
        return withMember(name, value);
    }

    private Problem withMember(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(name, value);
        return new Problem(status, code, more, errors);
    }
}
