package dev.stampede.http;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A language that shoppers are spoken to in. */
enum Language {
    ZH,
    EN;

    private static final int MAX_HEADER = 256;
    private static final Pattern RANGE =
            Pattern.compile("(zh|en)(?:-[a-z0-9-]*)?\\s*(?:;\\s*q=(1(?:\\.0{0,3})?|0(?:\\.[0-9]{0,3})?))?");

    private final String tag = name().toLowerCase(Locale.ROOT);

    /** The subtag in headers and file names. */
    String tag() {
        return tag;
    }

    /** What an {@code Accept-Language} header prefers; zh when it names neither, or nothing that can be read. */
    static Language preferred(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.length() > MAX_HEADER) {
            return ZH;
        }
        Language best = ZH;
        float bestQuality = 0;
        for (String range : acceptLanguage.toLowerCase(Locale.ROOT).split(",")) {
            Matcher matcher = RANGE.matcher(range.trim());
            if (matcher.matches()) {
                float quality = matcher.group(2) == null ? 1 : Float.parseFloat(matcher.group(2));
                if (quality > bestQuality) {
                    best = matcher.group(1).equals("en") ? EN : ZH;
                    bestQuality = quality;
                }
            }
        }
        return best;
    }
}
