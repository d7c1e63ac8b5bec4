package dev.stampede.architecture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One command script as text.
 *
 * @param purpose what stands before the first keyword
 * @param header keyword to what follows it, its lines joined
 * @param body what follows the header, without comments
 */
record LuaScript(
        String folder, String name, String purpose, Map<String, String> header, List<String> includes, String body) {
    private static final Path INCLUDES = Sources.LUA.resolve("include");
    private static final Pattern KEYWORD = Pattern.compile("([A-Z]{4,}) (.+)");
    private static final Pattern INCLUDE = Pattern.compile("(?m)^--- include (.+)$");
    private static final Pattern EACH = Pattern.compile("(?m)^.*?local (.+?) = each\\(i\\).*$");
    private static final Pattern FUNCTION = Pattern.compile("local function (\\w+)");
    private static final Pattern WORD = Pattern.compile("\\b[A-Z][A-Z_]*[A-Z]\\b");
    private static final Pattern TOLD = Pattern.compile("(?:return \\{?|words\\[i\\] = )'([A-Z][A-Z_]+)");

    /** A line that names the values of one request. */
    record Binding(String line, List<String> names) {}

    static List<LuaScript> commands() {
        return Sources.files(Sources.LUA, ".lua").stream()
                .filter(file -> !file.startsWith(INCLUDES))
                .map(LuaScript::read)
                .toList();
    }

    static List<String> includeNames() {
        return Sources.files(INCLUDES, ".lua").stream().map(LuaScript::name).toList();
    }

    static String include(String name) {
        return Sources.read(INCLUDES.resolve(name + ".lua"));
    }

    static List<String> functions(String include) {
        return FUNCTION.matcher(include(include))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static LuaScript read(Path file) {
        List<String> lines = Sources.lines(file);
        List<String> comment = lines.stream()
                .takeWhile(line -> line.startsWith("--") && !line.startsWith("---"))
                .map(line -> line.substring(2))
                .toList();
        StringBuilder purpose = new StringBuilder();
        Map<String, String> header = new LinkedHashMap<>();
        String keyword = "";
        for (String line : comment) {
            Matcher start = KEYWORD.matcher(line.strip());
            if (line.startsWith(" ") && !line.startsWith("  ") && start.matches()) {
                keyword = start.group(1);
                header.put(keyword, start.group(2));
            } else if (keyword.isEmpty()) {
                purpose.append(line);
            } else {
                header.merge(keyword, line.strip(), (first, more) -> first + " " + more);
            }
        }
        String rest = String.join("\n", lines.subList(comment.size(), lines.size()));
        List<String> includes = new ArrayList<>();
        INCLUDE.matcher(rest)
                .results()
                .forEach(found -> includes.addAll(List.of(found.group(1).split(",\\s*", -1))));
        return new LuaScript(
                Sources.folder(file).getFileName().toString(),
                name(file),
                purpose.toString().strip(),
                header,
                includes,
                rest.replaceAll("(?m)--.*$", ""));
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".lua", "");
    }

    /** The names after a keyword, none when it is missing. */
    List<String> names(String keyword) {
        String names = header.getOrDefault(keyword, "");
        return names.isEmpty() ? List.of() : List.of(names.split(",\\s*", -1));
    }

    /** The words in capitals after a keyword. */
    Set<String> words(String keyword) {
        return found(WORD, 0, header.getOrDefault(keyword, ""));
    }

    Set<String> wordsOfHeader() {
        Set<String> words = words("RETURNS");
        words.addAll(words("WORDS"));
        return words;
    }

    /** The words that the script and what it includes answer with. */
    Set<String> wordsTold() {
        Set<String> told = found(TOLD, 1, body);
        includes.forEach(include -> told.addAll(found(TOLD, 1, include(include))));
        return told;
    }

    /** The names that the body uses as {@code KEY.name} or {@code ARG.name}. */
    Set<String> usesOf(String table) {
        return found(Pattern.compile("\\b" + table + "\\.(\\w+)"), 1, body);
    }

    List<Binding> bindings() {
        return EACH.matcher(body)
                .results()
                .map(found -> new Binding(
                        found.group().strip(), List.of(found.group(1).split(",\\s*", -1))))
                .toList();
    }

    /** Whether the body, or something else that it includes, calls the function. */
    boolean calls(String function) {
        Pattern call = Pattern.compile("(?<!function )\\b" + function + "\\(");
        return call.matcher(body).find()
                || includes.stream().anyMatch(it -> call.matcher(include(it)).find());
    }

    private static Set<String> found(Pattern pattern, int group, String text) {
        Set<String> found = new TreeSet<>();
        pattern.matcher(text).results().forEach(it -> found.add(it.group(group)));
        return found;
    }

    @Override
    public String toString() {
        return folder + "/" + name;
    }
}
