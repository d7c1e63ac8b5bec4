package dev.stampede.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.testing.SaleClient;
import dev.stampede.testing.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide for clients is true: its lines are run, and print what it says. */
class ClientsGuideIT {
    private static final Path GUIDE = Path.of("docs", "CLIENTS.md");
    private static final Pattern BLOCK =
            Pattern.compile("^```sh\\n(.*?)^```\\n(?:```text\\n(.*?)^```\\n)?", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("^\\| ((?:`[A-Z_]+` ?)+)\\|", Pattern.MULTILINE);
    private static final String MARK = "<<<next>>>";

    @TempDir
    private Path folder = Path.of("");

    /** Lines to run, and what they are said to print. */
    private record Step(String script, String said) {}

    @Test
    void every_line_of_the_guide_does_what_it_says() throws IOException, InterruptedException {
        List<Step> steps = steps();
        try (TestNode node = TestNode.start()) {
            String campaign = node.client().open(SaleClient.flashSale(20, 5, 900, ""));

            List<String> printed = run(steps, "http://127.0.0.1:" + node.ports().http(), campaign);

            for (int i = 0; i < steps.size(); i++) {
                assertThat(printed.get(i).strip())
                        .as(steps.get(i).script())
                        .matches(pattern(steps.get(i).said().strip()));
            }
        }
    }

    @Test
    void the_guide_says_what_to_do_on_every_code() throws IOException {
        Set<String> named = new TreeSet<>();
        Matcher rows = ROW.matcher(Files.readString(GUIDE));
        while (rows.find()) {
            Arrays.stream(rows.group(1).split("[` ]+"))
                    .filter(word -> !word.isEmpty())
                    .forEach(named::add);
        }
        assertThat(named).isEqualTo(Contract.shipped().words("ProblemCode"));
    }

    private List<String> run(List<Step> steps, String shop, String campaign) throws IOException, InterruptedException {
        String script = steps.stream()
                .map(step -> step.script() + "printf '\\n%s\\n' '" + MARK + "'\n")
                .collect(Collectors.joining());
        Path file = Files.writeString(folder.resolve("guide.sh"), script);
        Path out = folder.resolve("guide.out");
        ProcessBuilder builder = new ProcessBuilder("bash", "-eu", "-o", "pipefail", file.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("SHOP", shop);
        builder.environment().put("CAMPAIGN", campaign);
        builder.environment().put("no_proxy", "127.0.0.1");
        Process process = builder.start();
        boolean hasEnded = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        String printed = Files.readString(out);
        assertThat(hasEnded && process.exitValue() == 0).as(printed).isTrue();
        return List.of(printed.split(MARK));
    }

    private static List<Step> steps() throws IOException {
        List<Step> steps = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(Files.readString(GUIDE));
        while (blocks.find()) {
            steps.add(new Step(blocks.group(1), blocks.group(2) == null ? "" : blocks.group(2)));
        }
        assertThat(steps).hasSizeGreaterThan(6);
        return steps;
    }

    /** Blanks at the ends of lines do not count, and … is anything. */
    private static Pattern pattern(String said) {
        return Pattern.compile(said.lines()
                .map(line -> Arrays.stream(line.strip().split("…", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")))
                .collect(Collectors.joining("\\s*\\n")));
    }
}
