package dev.stampede.boot;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The settings by name: each is an environment variable and, unless it is a secret, a flag of the same name. */
public enum Variable {
    HTTP_PORT("PORT", "8080", "Port of the public server; 0 takes any free one."),
    OPS_PORT("PORT", "8081", "Port of the operations server; 0 takes any free one."),
    HTTP_HOST("HOST", "0.0.0.0, or 127.0.0.1 with the embedded stores", "Address the public server listens on."),
    OPS_HOST("HOST", "127.0.0.1", "Address the operations server listens on."),
    REDIS_URL("URL", "unset = embedded", "Redis, as redis://[user:password@]host[:port] or rediss://."),
    POSTGRES_URL("URL", "unset = embedded", "Postgres, as postgresql://user:password@host[:port]/database."),
    REDIS_SERVER(
            "FILE",
            "unset = bundled",
            "A redis-server program, 7.0 or newer, that the embedded stores run instead of theirs."),
    DATA_DIR("DIR", "~/.local/share/stampede", "Where the embedded stores, the kept secret and ports.json live."),
    JWT_SECRET(
            "SECRET",
            "made and kept in the data directory when embedded, else required",
            "Signs tokens; 32 characters or more. Two, comma separated: the first signs, both verify."),
    JWT_SECRET_FILE(
            "FILE",
            "unset",
            "A file with the secrets instead, one a line, read again when it changes: new secrets need no restart."),
    CLUSTER("MEMBERS", "off", "off, or the members of the cluster as host:port,host:port."),
    CLUSTER_PORT("PORT", "5701", "This node's own port in the cluster."),
    CLUSTER_SECRET("SECRET", "unset; required with a cluster", "Shared by all members; 16 characters or more."),
    DEMO_LOGIN("BOOL", "true with the embedded stores, else false", "Whether anybody may log in under any name."),
    SELF_APPROVAL(
            "BOOL", "true with the embedded stores, else false", "Whether one may approve a campaign of one's own."),
    CORS_ORIGINS("ORIGINS", "empty = off", "Origins whose pages may call the public server, comma separated."),
    TRUSTED_PROXIES(
            "NETWORKS",
            "empty = none",
            "Proxies whose X-Forwarded-For tells a client's address: addresses or networks, comma separated."),
    ALLOW_UNSAFE_STORES("BOOL", "false", "Accepts stores that are not durable, with a warning."),
    WEBHOOK_HOSTS("HOSTS", "empty = no webhooks", "Hosts that webhooks may be sent to, comma separated.");

    /** What the environment variables of this program begin with. */
    public static final String PREFIX = "STAMPEDE_";

    private final String placeholder;
    private final String byDefault;
    private final String meaning;

    Variable(String placeholder, String byDefault, String meaning) {
        this.placeholder = placeholder;
        this.byDefault = byDefault;
        this.meaning = meaning;
    }

    /** All that may also be given as a flag. */
    public static List<Variable> flags() {
        return Arrays.stream(values()).filter(variable -> !variable.isSecret()).toList();
    }

    /** The name in the environment, such as {@code STAMPEDE_HTTP_PORT}. */
    public String key() {
        return PREFIX + name();
    }

    /** The name on the command line, such as {@code --http-port}; a secret has none, for {@code ps} would show it. */
    public String flag() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public boolean isSecret() {
        return this == JWT_SECRET || this == CLUSTER_SECRET;
    }

    /** The word for its value in a usage text. */
    public String placeholder() {
        return placeholder;
    }

    /** Its default in words. */
    public String byDefault() {
        return byDefault;
    }

    /** One or two sentences for a usage text. */
    public String meaning() {
        return meaning;
    }
}
