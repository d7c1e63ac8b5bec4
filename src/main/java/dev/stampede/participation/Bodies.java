package dev.stampede.participation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.stampede.json.Json;
import dev.stampede.json.MalformedJson;
import java.nio.charset.StandardCharsets;

/** The bodies that came lately, by their bytes. A crowd wants few different things, so most of what it sends was read before. */
final class Bodies {
    private static final int MOST_BODIES = 1_024;
    private static final int LONGEST = 512;

    private final Cache<String, Body> known = Caffeine.newBuilder()
            .maximumSize(MOST_BODIES)
            .executor(Runnable::run)
            .build();

    /** The body of these bytes. Any thread. */
    Body of(byte[] utf8) throws MalformedJson {
        if (utf8.length > LONGEST) {
            return new Body(Json.parseObject(utf8));
        }
        // A character a byte: nothing is decoded, and no two texts are alike that are not so in bytes.
        String bytes = new String(utf8, StandardCharsets.ISO_8859_1);
        Body body = known.getIfPresent(bytes);
        if (body == null) {
            body = new Body(Json.parseObject(utf8));
            known.put(bytes, body);
        }
        return body;
    }
}
