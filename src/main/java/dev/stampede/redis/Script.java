package dev.stampede.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One Lua script of the class path, with its header read. The header names the keys, the arguments, and the arguments of each
 * request of a batch; the script reads them by name ({@code KEY.campaign}, {@code ARG.revision}, {@code each(i)}), and {@link
 * Invocation} binds them by name, so that positions never drift.
 */
public final class Script {
    private static final Pattern INCLUDES = Pattern.compile("(?m)^--- include (.+)$");

    private final String name;
    private final List<String> keys;
    private final List<String> args;
    private final List<String> each;
    private final String source;
    private final String sha;

    private Script(String name, String text) {
        this.name = name;
        this.keys = names(text, "KEYS");
        this.args = names(text, "ARGV");
        this.each = names(text, "EACH");
        this.source = bindings() + expand(name, text);
        this.sha = sha1(source);
    }

    /**
     * Loads {@code lua/<name>.lua}.
     *
     * @throws IllegalArgumentException when there is no such script, or it includes what does not exist
     */
    public static Script load(String name) {
        return new Script(name, read(name));
    }

    /** Starts one call of this script. */
    public Invocation call() {
        return new Invocation(this);
    }

    /** Folder and file, such as {@code flash_sale/purchase}. */
    public String name() {
        return name;
    }

    /** What Redis is given to load. */
    public String source() {
        return source;
    }

    /** Under which name Redis keeps it. */
    public String sha() {
        return sha;
    }

    public List<String> keys() {
        return keys;
    }

    public List<String> args() {
        return args;
    }

    public List<String> each() {
        return each;
    }

    private String bindings() {
        StringBuilder lua = new StringBuilder("local KEY, ARG = {}, {}\n");
        for (int i = 0; i < keys.size(); i++) {
            lua.append("KEY.%s = KEYS[%d]\n".formatted(keys.get(i), i + 1));
        }
        for (int i = 0; i < args.size(); i++) {
            lua.append("ARG.%s = ARGV[%d]\n".formatted(args.get(i), i + 1));
        }
        if (!each.isEmpty()) {
            lua.append("local COUNT = (#ARGV - %d) / %d\n".formatted(args.size(), each.size()));
            lua.append("local function each(i) return unpack(ARGV, %d + (i - 1) * %d, %d + i * %d) end\n"
                    .formatted(args.size() + 1, each.size(), args.size(), each.size()));
        }
        return lua.toString();
    }

    private static String expand(String name, String text) {
        Matcher includes = INCLUDES.matcher(text);
        StringBuilder expanded = new StringBuilder();
        while (includes.find()) {
            StringBuilder fragments = new StringBuilder();
            for (String fragment : includes.group(1).split(",\\s*")) {
                fragments.append(read("include/" + fragment.strip())).append('\n');
            }
            includes.appendReplacement(expanded, Matcher.quoteReplacement(fragments.toString()));
        }
        includes.appendTail(expanded);
        if (expanded.indexOf("--- include") >= 0) {
            throw new IllegalArgumentException("an include within an include of " + name);
        }
        return expanded.toString();
    }

    private static List<String> names(String text, String what) {
        Matcher line = Pattern.compile("(?m)^-- " + what + " (.+)$").matcher(text);
        return line.find() ? List.of(line.group(1).strip().split(",\\s*")) : List.of();
    }

    private static String read(String name) {
        String path = "/lua/" + name + ".lua";
        try (InputStream stream = Script.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalArgumentException("no script " + path);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + path, e);
        }
    }

    private static String sha1(String source) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
