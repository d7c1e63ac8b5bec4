package dev.stampede.boot;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The URL of a store. */
public final class StoreUrl {
    private static final Pattern WITH_USER = Pattern.compile("^([a-z]+://)?(.*)@", Pattern.DOTALL);
    private static final Pattern QUERY_PASSWORD =
            Pattern.compile("([?&](?:password|sslpassword)=)[^&]*", Pattern.CASE_INSENSITIVE);

    private StoreUrl() {}

    /** The URL without its password, also when it is not well formed. */
    public static String masked(String url) {
        Matcher user = WITH_USER.matcher(url);
        String shown = url;
        if (user.find()) {
            int colon = user.group(2).indexOf(':');
            String name = colon < 0 ? "" : user.group(2).substring(0, colon) + ":";
            String scheme = user.group(1) == null ? "" : user.group(1);
            shown = scheme + name + Secret.MASK + url.substring(user.end() - 1);
        }
        return QUERY_PASSWORD.matcher(shown).replaceAll("$1" + Secret.MASK);
    }

    /** What is wrong with it, or null. */
    static @Nullable String complaint(String url, Set<String> schemes, Pattern path) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return "is not a URL (special characters in a password are percent-encoded)";
        }
        if (uri.getScheme() == null || !schemes.contains(uri.getScheme())) {
            return "does not begin with a scheme that fits";
        }
        if (uri.getHost() == null) {
            return "names no host (special characters in a password are percent-encoded)";
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            return "has a port that is not from 1 to 65535";
        }
        return path.matcher(uri.getRawPath()).matches() ? null : "has a path that does not fit";
    }
}
