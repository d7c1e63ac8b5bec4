package dev.stampede.json;

/** A body that is not one I-JSON object. The message is fit for the client. */
public final class MalformedJson extends Exception {
    public MalformedJson(String message) {
        super(message, null, false, false);
    }
}
