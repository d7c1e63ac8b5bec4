package dev.stampede.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.json.MalformedJson;

/**
 * What came back.
 *
 * @param status of HTTP, 0 when no answer came
 * @param code the problem's code; empty on success, the reason when no answer came
 * @param body empty when it was no JSON object
 */
record Reply(int status, String code, ObjectNode body) {
    /** Stands for a request that was not sent. */
    static final Reply TOO_LATE = new Reply(408, "TOO_LATE", Json.object());

    private static final int NO_ANSWER = 0;
    private static final int UNAVAILABLE = 503;

    static Reply of(int status, byte[] body) {
        ObjectNode object = object(body);
        return new Reply(status, status < 400 ? "" : object.path("code").asText("NO_CODE"), object);
    }

    static Reply noAnswer(Throwable failure) {
        return new Reply(NO_ANSWER, String.valueOf(failure.getMessage()), Json.object());
    }

    boolean isDone() {
        return status >= 200 && status < 300;
    }

    /** Whether the request may have done something or nothing, so that it must be repeated with the same key. */
    boolean isOpen() {
        return status == NO_ANSWER || status == UNAVAILABLE || status == 500;
    }

    boolean hasAnswer() {
        return status != NO_ANSWER;
    }

    /** What it is counted as. */
    String label() {
        if (status == NO_ANSWER) {
            return "no answer";
        }
        return code.isEmpty() ? Integer.toString(status) : status + " " + code;
    }

    private static ObjectNode object(byte[] body) {
        try {
            return Json.parseObject(body);
        } catch (MalformedJson e) {
            return Json.object();
        }
    }
}
