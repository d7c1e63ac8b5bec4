package dev.stampede.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * As whom postgres runs: it refuses root.
 *
 * @param prefix the words before a command that make it run so; none when the engine itself is not root
 * @param uid the user that must own the data
 */
record Account(List<String> prefix, int uid) {
    private static final int ROOT = 0;

    /** The first way of running as somebody else that works here and can enter both directories. */
    static Account forPostgres(Path data, Path binaries) throws IOException, InterruptedException {
        int engine = number(Command.run("id", "-u"));
        if (engine != ROOT) {
            return new Account(List.of(), engine);
        }
        for (Account account : substitutes()) {
            if (account.canEnter(data, binaries)) {
                return account;
            }
        }
        throw new IOException("postgres refuses to run as root, and neither 'unshare -U' nor 'setpriv' works here;"
                + " start the engine as another user, or set STAMPEDE_POSTGRES_URL to a server of your own");
    }

    /** A user namespace keeps root as the owner of the files; nobody may need the right to pass a closed home. */
    private static List<Account> substitutes() throws IOException, InterruptedException {
        List<Account> accounts = new ArrayList<>();
        accounts.add(new Account(List.of("unshare", "-U"), ROOT));
        Command user = Command.run("id", "-u", "nobody");
        Command group = Command.run("id", "-g", "nobody");
        if (user.succeeded() && group.succeeded()) {
            List<String> nobody =
                    List.of("setpriv", "--reuid=" + number(user), "--regid=" + number(group), "--clear-groups");
            accounts.add(new Account(nobody, number(user)));
            List<String> passing = new ArrayList<>(nobody);
            // The securebit lets the right count in access(2) too, by which initdb looks for postgres.
            passing.addAll(List.of(
                    "--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup"));
            accounts.add(new Account(List.copyOf(passing), number(user)));
        }
        return accounts;
    }

    private boolean canEnter(Path data, Path binaries) throws InterruptedException {
        return Command.run(command(
                        List.of("sh", "-c", "id -un && cd \"$0\" && cd \"$1\"", data.toString(), binaries.toString())))
                .succeeded();
    }

    /** The command, run as this account. */
    List<String> command(List<String> words) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(words);
        return all;
    }

    private static int number(Command id) throws IOException {
        try {
            return Integer.parseInt(id.output());
        } catch (NumberFormatException e) {
            throw new IOException("'id' does not tell a user's number", e);
        }
    }
}
