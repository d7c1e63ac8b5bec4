package dev.stampede.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The data directory of postgres: made once by {@code initdb}, whole or not at all, and owned by its account. */
final class PostgresCluster {
    private static final Duration INITDB_LIMIT = Duration.ofSeconds(60);

    private final Path initdb;
    private final Path directory;
    private final Account account;
    private final ServerLog log;

    PostgresCluster(Path initdb, Path directory, Account account, ServerLog log) {
        this.initdb = initdb;
        this.directory = directory;
        this.account = account;
        this.log = log;
    }

    /** Leaves a data directory that postgres can run on; one that is there keeps its data. */
    void ensure(String password, Path script) throws IOException, InterruptedException {
        if (!Files.isDirectory(directory)) {
            make(password, script);
        } else if (!owner(directory).equals(account.uid())) {
            takeOver();
        }
    }

    private void make(String password, Path script) throws IOException, InterruptedException {
        Path partial = directory.resolveSibling("postgres.new");
        Path pidFile = directory.resolveSibling("initdb.pid");
        new Leftovers(Set.of("initdb"), partial, pidFile).end();
        new Leftovers(Set.of("postgres"), partial, pidFile).end();
        Disk.deleteTree(partial);
        Files.createDirectory(partial);
        Path passwordFile = directory.resolveSibling("initdb.password");
        Disk.replace(passwordFile, password);
        if (!owner(partial).equals(account.uid())) {
            Disk.giveTree(partial, account.uid());
            Disk.giveTree(passwordFile, account.uid());
        }
        try {
            run(initdb(partial, passwordFile), new Keeper.Place(script, partial, pidFile, log));
        } finally {
            Files.deleteIfExists(passwordFile);
            Files.deleteIfExists(pidFile);
        }
        Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
        Disk.flush(directory.resolveSibling(".").normalize());
    }

    private List<String> initdb(Path partial, Path passwordFile) {
        return account.command(List.of(
                initdb.toString(),
                "--pgdata=" + partial,
                "--username=" + PostgresRecipe.USER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-instructions"));
    }

    private void run(List<String> command, Keeper.Place place) throws IOException, InterruptedException {
        long since = log.size();
        Keeper keeper = Keeper.start(place, "TERM", command);
        try {
            if (!keeper.awaitEnd(INITDB_LIMIT) || keeper.status() != 0) {
                throw new IOException("initdb could not make " + directory + ": " + log.lastLine(since) + " (log: "
                        + log.file() + "); free space or rights may lack there, or set STAMPEDE_POSTGRES_URL");
            }
        } finally {
            keeper.end();
        }
    }

    private void takeOver() throws IOException {
        try {
            Disk.giveTree(directory, account.uid());
        } catch (IOException e) {
            throw new IOException(
                    directory + " belongs to another user (number " + owner(directory)
                            + "); start the engine as that user, or with another STAMPEDE_DATA_DIR",
                    e);
        }
    }

    private static Object owner(Path path) throws IOException {
        return Files.getAttribute(path, "unix:uid");
    }
}
