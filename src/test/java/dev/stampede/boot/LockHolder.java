package dev.stampede.boot;

import java.io.IOException;
import java.nio.file.Path;

/** Another process: takes a data directory, says so, and keeps it until its input ends or it is killed. */
final class LockHolder {
    private LockHolder() {}

    public static void main(String[] args) throws IOException {
        try (DirectoryLock lock = DataDirectory.at(Path.of(args[0])).lock()) {
            System.out.println("locked " + lock.hashCode());
            System.in.read();
        }
    }
}
