package dev.stampede.cli;

import dev.stampede.boot.DataDirectory;
import dev.stampede.boot.Settings;
import dev.stampede.identity.JwtTokens;
import dev.stampede.identity.Realm;
import dev.stampede.identity.Role;
import dev.stampede.json.Name;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints tokens. */
@Command(
        name = "token",
        description = {
            "Prints a token and nothing else. It starts nothing.",
            "The secret is STAMPEDE_JWT_SECRET or in its file, else the one kept in the data directory, made if there is none yet."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stampede token --role shopper --subject alice --tag vip",
            "  stampede token --role operator --role reviewer --subject li --ttl 8h",
            "  stampede token --role shopper --count 1000 > tokens.txt     shopper-1 to shopper-1000",
            "  curl -H \"Authorization: Bearer $(stampede token --role auditor --subject me)\" \\",
            "    http://127.0.0.1:8081/admin/v1/audit"
        })
final class TokenCommand implements Callable<Integer> {
    private static final int MAX_COUNT = 1_000_000;
    private static final Duration MAX_LIFETIME = Duration.ofDays(3_650);

    private final SettingsOptions settings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--role",
            required = true,
            split = ",",
            paramLabel = "ROLE",
            description = "shopper, or one or more of operator, reviewer, finance, push, auditor.")
    private List<TokenRole> roles = List.of();

    @Option(
            names = "--subject",
            paramLabel = "S",
            description = "Who it speaks for: letters, digits, _ and -, at most 64. With --count a prefix.")
    private @Nullable String subject;

    @Option(names = "--tag", split = ",", paramLabel = "T", description = "What the merchant knows about a shopper.")
    private List<String> tags = List.of();

    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            defaultValue = "24h",
            description = "How long it is good: 90s, 15m, 24h, 7d. Default: ${DEFAULT-VALUE}.")
    private Duration lifetime = Duration.ZERO;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "N tokens, one a line, for the shoppers S-1 to S-N. Default S: shopper.")
    private @Nullable Integer count;

    TokenCommand(SettingsOptions settings) {
        this.settings = settings;
    }

    @Override
    public Integer call() {
        boolean isShopper = roles.contains(TokenRole.SHOPPER);
        refuseIf(isShopper && roles.size() > 1, "--role shopper goes with no other role");
        refuseIf(!isShopper && !tags.isEmpty(), "--tag goes with --role shopper only");
        refuseIf(!isShopper && count != null, "--count goes with --role shopper only");
        refuseIf(tags.stream().anyMatch(tag -> !Name.isName(tag)), "--tag takes letters, digits, _ and -");
        refuseIf(lifetime.isZero() || lifetime.compareTo(MAX_LIFETIME) > 0, "--ttl must be from 1s to 3650d");
        List<String> subjects = subjects();
        Settings read = settings.read();
        print(subjects, DataDirectory.at(read.dataDirectory()).jwtSecrets(read));
        return 0;
    }

    private List<String> subjects() {
        refuseIf(subject == null && count == null, "--subject is missing");
        refuseIf(count != null && (count < 1 || count > MAX_COUNT), "--count must be from 1 to " + MAX_COUNT);
        String name = subject == null ? "shopper" : subject;
        List<String> subjects = count == null
                ? List.of(name)
                : IntStream.rangeClosed(1, count).mapToObj(i -> name + "-" + i).toList();
        refuseIf(
                subjects.stream().anyMatch(each -> !Name.isName(each)),
                "--subject takes 1 to 64 letters, digits, _ and - (with --count the number too)");
        return subjects;
    }

    private void print(List<String> subjects, List<String> secrets) {
        boolean isShopper = roles.contains(TokenRole.SHOPPER);
        Set<Role> granted =
                isShopper ? Set.of() : roles.stream().map(TokenRole::role).collect(Collectors.toSet());
        Realm realm = isShopper ? Realm.SHOPPER : Realm.OPERATIONS;
        PrintWriter out = spec.commandLine().getOut();
        Vertx vertx = Vertx.vertx();
        try {
            JwtTokens tokens = new JwtTokens(vertx, secrets, InstantSource.system());
            subjects.forEach(each -> out.println(tokens.sign(realm, each, granted, Set.copyOf(tags), lifetime)));
            out.flush();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private void refuseIf(boolean wrong, String message) {
        if (wrong) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
