package dev.stampede.cli;

import dev.stampede.boot.CannotStart;
import dev.stampede.boot.ExitCode;
import dev.stampede.boot.SettingProblem;
import dev.stampede.boot.SettingsException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in a line or two why a command did not run. A stack trace is shown for a bug only. */
final class ErrorLines {
    private ErrorLines() {}

    static void install(CommandLine line) {
        line.setParameterExceptionHandler(ErrorLines::wrongUsage);
        line.setExecutionExceptionHandler(ErrorLines::failed);
    }

    private static int wrongUsage(ParameterException problem, String[] args) {
        CommandLine command = problem.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(command.getColorScheme().errorText("stampede: " + problem.getMessage()));
        UnmatchedArgumentException.printSuggestions(problem, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE.code();
    }

    private static int failed(Exception failure, CommandLine command, ParseResult result) throws Exception {
        PrintWriter err = command.getErr();
        if (failure instanceof SettingsException settings) {
            for (SettingProblem problem : settings.problems()) {
                err.println(command.getColorScheme().errorText("stampede: " + problem));
            }
            err.println("Try 'stampede --help' for all settings.");
            return ExitCode.USAGE.code();
        }
        if (failure instanceof CannotStart reason) {
            err.println(command.getColorScheme().errorText("stampede: " + reason.getMessage()));
            return reason.exitCode().code();
        }
        failure.printStackTrace(err);
        return ExitCode.FAILED.code();
    }
}
