package dev.stampede.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What to run for one of the two servers, and how to tell that it answers. */
interface Recipe {
    /** The server's name in messages. */
    String name();

    /** The data directory, a real path; the server runs in it. */
    Path directory();

    /** What the file name of the program may begin with. */
    Set<String> programs();

    /** The signal that makes the server stop fast and in order, without {@code SIG}. */
    String stopSignal();

    /** What a user may do about a server that does not start. */
    String advice();

    /** Makes a start on this port possible, and returns the command. */
    List<String> prepare(int port) throws IOException;

    /** Whether the server answers by now; an exception says that it never will. */
    boolean answers(int port) throws IOException;
}
