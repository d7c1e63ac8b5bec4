package dev.stampede.push;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where webhooks may go: the hosts that whoever runs the engine has listed, and what their names may mean. */
public final class WebhookHosts {
    private static final int LONGEST_URL = 2_048;
    private static final int MAX_PORT = 65_535;
    private static final Pattern PLAIN = Pattern.compile("[\\x21-\\x7e]+");
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|.*:.*");

    private final Set<String> listed;

    /** @param listed names and addresses; none forbids every webhook */
    public WebhookHosts(List<String> listed) {
        this.listed = listed.stream().map(WebhookHosts::normal).collect(Collectors.toUnmodifiableSet());
    }

    /** What is wrong with a URL, or null when a webhook may be sent there. */
    @Nullable
    String complaint(String text) {
        if (text.length() > LONGEST_URL || !PLAIN.matcher(text).matches()) {
            return "must be a URL of at most " + LONGEST_URL + " plain characters";
        }
        URI url = parse(text);
        if (url == null || !isHttp(url) || url.getHost() == null || url.getPort() > MAX_PORT || url.getPort() == 0) {
            return "must be an http or https URL with a host";
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            return "must have neither user nor fragment";
        }
        return isListed(url.getHost()) ? null : "must have a host of the list STAMPEDE_WEBHOOK_HOSTS";
    }

    /** Whether the host stands in the list; names are compared as they are written. */
    boolean isListed(String host) {
        return listed.contains(normal(host));
    }

    /**
     * Whether a listed host may mean this address. A name that begins to mean this machine, or one that only this network's
     * own machinery has, is not followed: such an address must be listed itself.
     */
    boolean mayMean(String host, InetAddress address) {
        if (isLiteral(host)) {
            return true;
        }
        if (address.isLoopbackAddress()) {
            return normal(host).equals("localhost");
        }
        return !address.isAnyLocalAddress() && !address.isLinkLocalAddress() && !address.isMulticastAddress();
    }

    private static boolean isLiteral(String host) {
        return LITERAL.matcher(normal(host)).matches();
    }

    private static @Nullable URI parse(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static boolean isHttp(URI url) {
        String scheme = url.getScheme();
        return "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme);
    }

    private static String normal(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return bare.toLowerCase(Locale.ROOT);
    }
}
