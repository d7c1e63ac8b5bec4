package dev.stampede.boot;

import dev.stampede.boot.ClusterSettings.Member;
import dev.stampede.http.TrustedProxies;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@link Settings}: what each variable may be, and what some demand of others. */
final class SettingsReader {
    private static final int MIN_CLUSTER_SECRET = 16;
    private static final int DEFAULT_CLUSTER_PORT = 5701;
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252})|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9._\\[\\]-]+(?::[0-9]{1,5})?");
    private static final Pattern MEMBER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}:[0-9]{1,5}");
    private static final Pattern NETWORK = Pattern.compile("[0-9A-Fa-f.:]+(?:/[0-9]+)?");
    private static final Pattern REDIS_PATH = Pattern.compile("(?:/[0-9]{0,5})?");
    private static final Pattern POSTGRES_PATH = Pattern.compile("(?:/[^/]*)?");

    private final RawSettings raw;
    private final Map<String, String> environment;

    SettingsReader(Map<String, String> flags, Map<String, String> environment) {
        this.raw = new RawSettings(flags, environment);
        this.environment = environment;
    }

    Settings read() {
        Optional<ExternalStores> stores = stores();
        boolean embedded = stores.isEmpty();
        Path dataDirectory = dataDirectory();
        Settings settings = new Settings(
                new Listener(
                        host(Variable.HTTP_HOST, embedded ? "127.0.0.1" : "0.0.0.0"), port(Variable.HTTP_PORT, 8080)),
                new Listener(host(Variable.OPS_HOST, "127.0.0.1"), port(Variable.OPS_PORT, 8081)),
                stores,
                truth(Variable.ALLOW_UNSAFE_STORES, false),
                redisServer(embedded),
                dataDirectory,
                jwtSecrets(embedded, dataDirectory),
                file(Variable.JWT_SECRET_FILE, "unset"),
                cluster(),
                truth(Variable.DEMO_LOGIN, embedded),
                truth(Variable.SELF_APPROVAL, embedded),
                list(Variable.CORS_ORIGINS, ORIGIN, "an origin such as https://shop.example.com, without a path"),
                trustedProxies(),
                list(Variable.WEBHOOK_HOSTS, HOST, "a host name, without scheme and port"),
                raw.effective());
        if (settings.http().clashesWith(settings.ops())) {
            raw.complain(Variable.OPS_PORT, "is " + settings.ops().port() + ", the port of the public server too");
        }
        raw.refuseWhenWrong();
        return settings;
    }

    private Optional<ExternalStores> stores() {
        Optional<String> redis =
                storeUrl(Variable.REDIS_URL, Set.of("redis", "rediss"), REDIS_PATH, "redis://host:6379");
        Optional<String> postgres = storeUrl(
                Variable.POSTGRES_URL,
                Set.of("postgresql", "postgres"),
                POSTGRES_PATH,
                "postgresql://user:password@host:5432/database");
        if (redis.isPresent() != postgres.isPresent()) {
            Variable given = redis.isPresent() ? Variable.REDIS_URL : Variable.POSTGRES_URL;
            Variable missing = redis.isPresent() ? Variable.POSTGRES_URL : Variable.REDIS_URL;
            raw.complain(
                    missing, "is not set, but " + given.key() + " is; set both, or neither for the embedded stores");
        }
        return redis.isEmpty() && postgres.isEmpty()
                ? Optional.empty()
                : Optional.of(new ExternalStores(redis.orElse(""), postgres.orElse("")));
    }

    private Optional<String> storeUrl(Variable variable, Set<String> schemes, Pattern path, String example) {
        Optional<String> given = raw.given(variable, StoreUrl::masked);
        if (given.isEmpty()) {
            raw.byDefault(variable, "embedded");
            return given;
        }
        String url = given.get();
        String complaint = StoreUrl.complaint(url, schemes, path);
        if (complaint != null) {
            raw.complain(
                    variable,
                    "is \"" + StoreUrl.masked(url) + "\", which " + complaint + "; valid is " + example
                            + ", or leave it unset for the embedded stores" + schemeHint(url, schemes));
        }
        return given;
    }

    private static String schemeHint(String url, Set<String> schemes) {
        int end = url.indexOf("://");
        if (end <= 0 || schemes.contains(url.substring(0, end))) {
            return "";
        }
        return Nearest.to(url.substring(0, end), schemes)
                .map(near -> "; did you mean " + near + "://?")
                .orElse("");
    }

    private Path dataDirectory() {
        String home = environment.getOrDefault("HOME", "");
        Optional<String> given = raw.given(Variable.DATA_DIR, value -> value);
        if (given.isEmpty() && home.isEmpty()) {
            raw.complain(Variable.DATA_DIR, "is not set and neither is HOME; name a directory");
            return Path.of("");
        }
        String value = given.orElse("~/.local/share/stampede");
        try {
            Path path = Path.of(value.startsWith("~/") ? home + value.substring(1) : value)
                    .toAbsolutePath()
                    .normalize();
            given.ifPresentOrElse(
                    text -> raw.check(Variable.DATA_DIR, !text.isBlank(), "is empty; name a directory"),
                    () -> raw.byDefault(Variable.DATA_DIR, path.toString()));
            return path;
        } catch (InvalidPathException e) {
            raw.complain(Variable.DATA_DIR, "is not a path: " + e.getReason());
            return Path.of("");
        }
    }

    private List<Secret> jwtSecrets(boolean embedded, Path dataDirectory) {
        Optional<String> given = raw.given(Variable.JWT_SECRET, RawSettings::mask);
        if (raw.isGiven(Variable.JWT_SECRET_FILE)) {
            raw.check(
                    Variable.JWT_SECRET,
                    given.isEmpty(),
                    "is set, and so is " + Variable.JWT_SECRET_FILE.key() + "; set one of them");
            raw.byDefault(Variable.JWT_SECRET, "in the file");
            return List.of();
        }
        if (given.isEmpty()) {
            raw.check(
                    Variable.JWT_SECRET,
                    embedded,
                    "is required with stores of your own; " + JwtSecrets.SHORTEST + " characters or more");
            raw.byDefault(Variable.JWT_SECRET, embedded ? "kept in " + dataDirectory.resolve("jwt-secret") : "missing");
            return List.of();
        }
        List<String> secrets = Arrays.asList(given.get().split(",", -1));
        JwtSecrets.complaints(secrets).forEach(complaint -> raw.complain(Variable.JWT_SECRET, complaint));
        return secrets.stream().map(Secret::new).toList();
    }

    private Optional<Path> redisServer(boolean embedded) {
        Optional<Path> given = file(Variable.REDIS_SERVER, "bundled");
        raw.check(
                Variable.REDIS_SERVER,
                given.isEmpty() || embedded,
                "is set, but it is for the embedded stores, and " + Variable.REDIS_URL.key() + " or "
                        + Variable.POSTGRES_URL.key() + " is set; unset it");
        return given;
    }

    private Optional<Path> file(Variable variable, String byDefault) {
        Optional<String> given = raw.given(variable, value -> value);
        if (given.isEmpty()) {
            raw.byDefault(variable, byDefault);
            return Optional.empty();
        }
        try {
            raw.check(variable, !given.get().isBlank(), "is empty; name a file");
            return Optional.of(Path.of(given.get()).toAbsolutePath());
        } catch (InvalidPathException e) {
            raw.complain(variable, "is not a path: " + e.getReason());
            return Optional.empty();
        }
    }

    private void longEnough(Variable variable, String secret, int minimum) {
        raw.check(
                variable,
                secret.length() >= minimum,
                "has a secret of " + secret.length() + " characters; " + minimum + " or more are valid");
        raw.check(variable, secret.equals(secret.strip()), "has a secret that begins or ends with white space");
    }

    private Optional<ClusterSettings> cluster() {
        String members = raw.text(Variable.CLUSTER, "off");
        int port = raw.integer(Variable.CLUSTER_PORT, DEFAULT_CLUSTER_PORT, 1, 65_535);
        Optional<String> secret = raw.given(Variable.CLUSTER_SECRET, RawSettings::mask);
        if (secret.isEmpty()) {
            raw.byDefault(Variable.CLUSTER_SECRET, "unset");
        }
        if (members.equals("off")) {
            return Optional.empty();
        }
        raw.check(
                Variable.CLUSTER_SECRET,
                secret.isPresent(),
                "is required with a cluster; " + MIN_CLUSTER_SECRET + " characters or more");
        secret.ifPresent(value -> longEnough(Variable.CLUSTER_SECRET, value, MIN_CLUSTER_SECRET));
        return Optional.of(new ClusterSettings(members(members), port, new Secret(secret.orElse(""))));
    }

    private List<Member> members(String text) {
        List<String> members =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        Optional<String> wrong =
                members.stream().filter(member -> !isMember(member)).findFirst();
        if (wrong.isPresent()) {
            raw.complain(
                    Variable.CLUSTER,
                    "has \"" + wrong.get()
                            + "\"; valid is off, or host:port,host:port with ports from 1 to 65535"
                            + Nearest.hint(wrong.get(), Set.of("off")));
            return List.of();
        }
        return members.stream()
                .map(member -> member.split(":", -1))
                .map(parts -> new Member(parts[0], Integer.parseInt(parts[1])))
                .toList();
    }

    private static boolean isMember(String text) {
        if (!MEMBER.matcher(text).matches()) {
            return false;
        }
        int port = Integer.parseInt(text.substring(text.indexOf(':') + 1));
        return port >= 1 && port <= 65_535;
    }

    private int port(Variable variable, int byDefault) {
        return raw.integer(variable, byDefault, 0, 65_535);
    }

    private String host(Variable variable, String byDefault) {
        String host = raw.text(variable, byDefault);
        raw.check(
                variable,
                HOST.matcher(host).matches(),
                "is \"" + host + "\"; valid is a name or an address, without scheme and port");
        return host;
    }

    private boolean truth(Variable variable, boolean byDefault) {
        String text = raw.text(variable, Boolean.toString(byDefault));
        boolean valid = text.equals("true") || text.equals("false");
        raw.check(
                variable,
                valid,
                "is \"" + text + "\"; valid is true or false" + Nearest.hint(text, List.of("true", "false")));
        return text.equals("true");
    }

    private List<String> trustedProxies() {
        String valid = "an address in digits, or a network such as 10.0.0.0/8";
        List<String> proxies = list(Variable.TRUSTED_PROXIES, NETWORK, valid);
        proxies.stream()
                .filter(proxy -> NETWORK.matcher(proxy).matches() && !TrustedProxies.isNetwork(proxy))
                .forEach(proxy -> raw.complain(Variable.TRUSTED_PROXIES, "has \"" + proxy + "\"; valid is " + valid));
        return proxies;
    }

    private List<String> list(Variable variable, Pattern item, String valid) {
        String text = raw.text(variable, "");
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> items =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        items.stream()
                .filter(value -> !item.matcher(value).matches())
                .forEach(value -> raw.complain(variable, "has \"" + value + "\"; valid is " + valid));
        return items;
    }
}
