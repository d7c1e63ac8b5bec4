package dev.stampede.load;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One answer of the engine.
 *
 * @param status 0 when none came
 * @param retryAfterSeconds what the header said, 0 when there was none
 * @param millis from the click to the last byte
 */
record Answer(int status, int retryAfterSeconds, int millis, JsonNode body) {
    /** What the problem is called, or the empty word. */
    String code() {
        return body.path("code").asText("");
    }

    /** Status and code, as it stands in the figures. */
    String label() {
        return (status == 0 ? "no answer" : Integer.toString(status)) + (code().isEmpty() ? "" : " " + code());
    }

    /** Whether it was accepted, now or the first time. */
    boolean isDone() {
        return status >= 200 && status < 300;
    }

    /** Whether nobody can tell yet what became of the request: the same key is to be sent again. */
    boolean isOpen() {
        return status == 0 || status >= 500 || status == 429 || code().equals("NOT_STARTED");
    }
}
