package dev.stampede.boot;

import picocli.CommandLine.Help.Ansi;

/**
 * What standard output is.
 *
 * @param isLive whether a person watches, and lines can be drawn over
 * @param hasColours whether colours may be sent: not with {@code NO_COLOR}
 */
record Terminal(boolean isLive, boolean hasColours) {
    private static final int CONSOLE_IS_ALWAYS_THERE = 22;

    static Terminal here() {
        boolean hasColours = Ansi.AUTO.enabled();
        boolean isDumb = "dumb".equals(System.getenv("TERM"));
        return new Terminal((hasColours || isConsole()) && !isDumb, hasColours);
    }

    /** Without colours only an older Java can tell a terminal from a file. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isConsole() {
        return Runtime.version().feature() < CONSOLE_IS_ALWAYS_THERE && System.console() != null;
    }
}
