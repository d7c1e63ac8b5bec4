package dev.stampede.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what this is. */
@Command(
        name = "version",
        description = "Prints the versions of Stampede, Vert.x and Java.",
        footerHeading = "%nExamples:%n",
        footer = "  stampede version")
final class VersionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        CommandSpec root = spec.root();
        root.commandLine().printVersionHelp(spec.commandLine().getOut());
        return 0;
    }
}
