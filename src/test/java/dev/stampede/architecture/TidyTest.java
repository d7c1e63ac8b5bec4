package dev.stampede.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sizes, names, and what may not lie around. */
class TidyTest {
    private static final Path SCRIPTS = Path.of("scripts");
    private static final int LONGEST_FILE = 300;
    private static final int LONGEST_METHOD = 40;
    private static final int LONGEST_VERTICLE = 80;
    private static final int LONGEST_COMMAND = 130;
    private static final int LONGEST_INCLUDE = 25;
    private static final int MEDIAN_FILE = 70;

    /** Longer ones that would not read better in parts: name to reason. */
    private static final Map<String, String> LONGER_METHODS = Map.of(
            "SettingSamples.java: static SettingSamples of(Variable variable)", "a table, one case for each variable",
            "PgSettlementRows.java: Flight send(SqlConnection db, Plan plan)", "the rows of one flight, side by side");

    private static final Map<String, String> LONGER_VERTICLES =
            Map.of("StepVerticle.java", "the one loop that all background work runs in");

    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|enum|record)\\s+(\\w+)");
    private static final Pattern BANNED_TYPE = Pattern.compile(
            ".*(Impl|Service|Dao|DAO|Utils?|Helper|Manager|Constants|DTO|Dto|VO)(?![a-z]).*|(Abstract|Base)[A-Z].*");
    private static final Set<String> BANNED_PACKAGES =
            Set.of("controller", "service", "dao", "entity", "vo", "dto", "util", "utils", "common", "impl", "misc");
    private static final Pattern SKIPPED = Pattern.compile(
            "@Disabled|@(En|Dis)abled(If|On|For)|\\bassum(e|ing)(True|False|That)\\b|Assumptions|\\bsleep\\(");
    private static final Pattern LEFT_TO_DO = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final List<String> TEXTS = List.of(
            ".java", ".lua", ".sql", ".sh", ".md", ".txt", ".yaml", ".xml", ".properties", ".html", ".js", ".css");

    @Test
    void no_java_file_is_longer_than_300_lines() {
        assertThat(Sources.java().stream()
                        .filter(longerThan(LONGEST_FILE))
                        .map(file -> file + ": " + Sources.lines(file).size()))
                .isEmpty();
    }

    @Test
    void half_of_the_java_files_fit_on_a_screen_and_a_half() {
        List<Integer> sizes = Sources.files(Sources.MAIN, ".java").stream()
                .map(file -> Sources.lines(file).size())
                .sorted()
                .toList();
        assertThat(sizes.get(sizes.size() / 2)).as("median of lines").isLessThanOrEqualTo(MEDIAN_FILE);
    }

    @Test
    void no_method_is_longer_than_40_lines() {
        List<String> tooLong = new ArrayList<>();
        for (Path file : Sources.java()) {
            Methods.of(Sources.code(file)).stream()
                    .filter(method -> method.lines() > LONGEST_METHOD)
                    .filter(method -> !LONGER_METHODS.containsKey(file.getFileName() + ": " + method.header()))
                    .forEach(method -> tooLong.add(file + ": " + method));
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void verticles_only_start_things() {
        assertThat(Sources.files(Sources.MAIN, "Verticle.java").stream()
                        .filter(longerThan(LONGEST_VERTICLE))
                        .filter(file ->
                                !LONGER_VERTICLES.containsKey(file.getFileName().toString())))
                .isEmpty();
    }

    @Test
    void lua_stays_short() {
        assertThat(Sources.files(Sources.LUA, ".lua").stream()
                        .filter(longerThan(LONGEST_INCLUDE))
                        .filter(file ->
                                isInclude(file) || longerThan(LONGEST_COMMAND).test(file)))
                .isEmpty();
    }

    @Test
    void types_are_called_what_they_are() {
        List<String> banned = new ArrayList<>();
        for (Path file : Sources.java()) {
            Matcher types = TYPE.matcher(Sources.code(file));
            while (types.find()) {
                if (BANNED_TYPE.matcher(types.group(1)).matches()) {
                    banned.add(file + ": " + types.group(1));
                }
            }
        }
        assertThat(banned).isEmpty();
    }

    @Test
    void packages_are_rooms_not_layers() {
        assertThat(packages(Sources.MAIN, Sources.TEST)
                        .filter(folder ->
                                BANNED_PACKAGES.contains(folder.getFileName().toString())))
                .isEmpty();
    }

    @Test
    void every_package_says_what_it_is_and_knows_no_null() {
        Set<Path> said = new TreeSet<>();
        for (Path root : List.of(Sources.MAIN, Sources.TEST)) {
            Sources.files(root, "package-info.java").stream()
                    .filter(file -> Sources.code(file).contains("@NullMarked"))
                    .filter(file -> Sources.read(file).contains("Invariant:") || isRoot(root.relativize(file)))
                    .forEach(file -> said.add(root.relativize(Sources.folder(file))));
        }
        Set<Path> all = new TreeSet<>();
        packages(Sources.MAIN).forEach(folder -> all.add(Sources.MAIN.relativize(folder)));
        packages(Sources.TEST).forEach(folder -> all.add(Sources.TEST.relativize(folder)));
        assertThat(all).isNotEmpty().allMatch(said::contains);
    }

    @Test
    void every_test_runs_and_none_sleeps() {
        assertThat(Sources.files(Sources.TEST, ".java").stream()
                        .filter(file -> SKIPPED.matcher(Sources.code(file)).find()))
                .isEmpty();
    }

    @Test
    void nothing_is_left_to_do_in_a_comment() {
        assertThat(texts().filter(file -> LEFT_TO_DO.matcher(Sources.read(file)).find()))
                .isEmpty();
    }

    @Test
    void nobody_uses_tabs() {
        assertThat(texts().filter(file -> Sources.read(file).indexOf('\t') >= 0))
                .isEmpty();
    }

    @Test
    void every_decision_has_a_status() {
        Pattern status = Pattern.compile("(?m)^[-*\\s]*Status:\\s*\\w+");
        assertThat(Sources.files(Path.of("docs", "adr"), ".md").stream()
                        .filter(file -> !status.matcher(Sources.read(file)).find()))
                .isEmpty();
    }

    @Test
    void every_script_says_how_it_is_used_and_can_be() {
        assertThat(Sources.files(SCRIPTS, "").stream()
                        .filter(file -> Sources.folder(file).equals(SCRIPTS))
                        .filter(file -> isRunnable(file) == file.toString().endsWith(".sh") || !hasUsage(file)))
                .isEmpty();
    }

    private static boolean hasUsage(Path file) {
        List<String> header = Sources.lines(file).stream()
                .takeWhile(line -> line.startsWith("#"))
                .toList();
        return header.stream().anyMatch(line -> line.startsWith("# Usage: "));
    }

    /** What ends in {@code .sh} is read in by other scripts; all else is run. */
    private static boolean isRunnable(Path file) {
        return Files.isExecutable(file) && Sources.read(file).startsWith("#!/usr/bin/env ");
    }

    private static boolean isRoot(Path file) {
        return Sources.folder(file).equals(Path.of("dev", "stampede"));
    }

    private static boolean isInclude(Path file) {
        return Sources.folder(file).equals(Sources.LUA.resolve("include"));
    }

    private static Predicate<Path> longerThan(int lines) {
        return file -> Sources.lines(file).size() > lines;
    }

    private static Stream<Path> packages(Path... roots) {
        return Stream.of(roots)
                .flatMap(root -> Sources.files(root, ".java").stream())
                .map(Sources::folder)
                .distinct();
    }

    private static Stream<Path> texts() {
        Stream<Path> sources = Sources.files(Path.of("src"), "").stream()
                .filter(file -> TEXTS.stream().anyMatch(file.toString()::endsWith));
        return Stream.concat(sources, Sources.files(SCRIPTS, "").stream());
    }
}
