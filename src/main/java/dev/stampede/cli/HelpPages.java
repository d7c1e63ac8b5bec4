package dev.stampede.cli;

import dev.stampede.boot.ExitCode;
import dev.stampede.boot.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What every usage text has: the way to get it, the variables of the environment, the exit codes. */
final class HelpPages {
    private static final int WIDTH = 100;
    private static final String ENVIRONMENT = "environment";

    private HelpPages() {}

    static void finish(CommandLine root) {
        finishOne(root, List.of(Variable.values()));
        root.getCommandSpec()
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Prints the versions.")
                        .build());
        root.getCommandSpec().usageMessage().commandListHeading("%nCommands:%n");
        for (CommandLine command : root.getSubcommands().values()) {
            boolean hasSettings = command.getCommandSpec().findOption(Variable.DATA_DIR.flag()) != null;
            finishOne(command, hasSettings ? secrets() : List.of());
        }
    }

    private static void finishOne(CommandLine line, List<Variable> variables) {
        if (line.getCommandSpec().findOption("--help") == null) {
            line.getCommandSpec()
                    .addOption(OptionSpec.builder("-h", "--help")
                            .usageHelp(true)
                            .description("Shows this text.")
                            .build());
        }
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        usage.width(WIDTH)
                .abbreviateSynopsis(true)
                .sortOptions(false)
                .descriptionHeading("%n")
                .parameterListHeading("%n")
                .optionListHeading("%nOptions:%n")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodes());
        List<String> sections = new ArrayList<>(usage.sectionKeys());
        sections.add(sections.indexOf(UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST_HEADING), ENVIRONMENT);
        usage.sectionKeys(sections);
        usage.sectionMap().put(ENVIRONMENT, help -> environment(help, variables));
    }

    private static List<Variable> secrets() {
        return Arrays.stream(Variable.values()).filter(Variable::isSecret).toList();
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            codes.put(Integer.toString(code.code()), code.meaning());
        }
        return codes;
    }

    private static String environment(Help help, List<Variable> variables) {
        if (variables.isEmpty()) {
            return "";
        }
        Map<String, String> rows = new LinkedHashMap<>();
        for (Variable variable : variables) {
            rows.put(variable.key(), variable.meaning() + " Default: " + variable.byDefault() + ".");
        }
        String heading = variables.stream().allMatch(Variable::isSecret)
                ? "Only in the environment, never a flag, for ps would show it (as it does a URL with a password):"
                : "Environment (each but the secrets is a flag of the commands too, such as --http-port):";
        return String.format("%n" + heading + "%n") + help.createTextTable(rows);
    }
}
