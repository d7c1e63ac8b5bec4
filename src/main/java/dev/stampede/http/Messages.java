package dev.stampede.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The texts of every code, for shoppers, in each {@link Language}. */
public final class Messages {
    private static final String FOLDER = "/messages/";

    private final Map<Language, Properties> texts = new EnumMap<>(Language.class);

    /**
     * Reads {@code messages_<language>.properties}, and {@code <kind>_<language>.properties} of each kind that brings its
     * own codes.
     *
     * @throws IllegalStateException when a file is missing
     */
    public Messages(List<String> kinds) {
        for (Language language : Language.values()) {
            Properties all = new Properties();
            load(all, "messages", language);
            for (String kind : kinds) {
                load(all, kind, language);
            }
            texts.put(language, all);
        }
    }

    /** Title and detail of a code, those for this status when there are special ones; empty when the code has no text. */
    Optional<Text> find(String code, int status, Language language) {
        Properties all = texts.getOrDefault(language, new Properties());
        String special = code + "." + status;
        Text text = text(all, special);
        return Optional.ofNullable(text != null ? text : text(all, code));
    }

    /** Every key of a language, such as {@code SOLD_OUT.title}. */
    Set<String> keys(Language language) {
        return new TreeSet<>(texts.getOrDefault(language, new Properties()).stringPropertyNames());
    }

    private static @Nullable Text text(Properties all, String key) {
        String title = all.getProperty(key + ".title");
        String detail = all.getProperty(key + ".detail");
        return title == null || detail == null ? null : new Text(title, detail);
    }

    private static void load(Properties into, String name, Language language) {
        String file = FOLDER + name + "_" + language.tag() + ".properties";
        try (InputStream in = Messages.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the texts " + file + " are missing");
            }
            into.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("the texts " + file + " can't be read", e);
        }
    }

    /** What a shopper reads: a few words, and a sentence. */
    record Text(String title, String detail) {}
}
