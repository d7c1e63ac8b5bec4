package dev.stampede.identity;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The check of a token that was seen before, and of one that was not. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TokenBenchmark {
    private static final List<String> SECRETS = List.of("a secret of more than thirty-two characters");

    private final Vertx vertx = Vertx.vertx();
    private final JwtTokens tokens = new JwtTokens(vertx, SECRETS, InstantSource.system());
    private String token = "";

    @Setup
    public void sign() {
        token = tokens.sign(Realm.SHOPPER, "shopper-00001", Set.of(), Set.of(), Duration.ofHours(1));
    }

    @TearDown
    public void close() {
        vertx.close();
    }

    @Benchmark
    public boolean known() {
        return tokens.verify(Realm.SHOPPER, token).succeeded();
    }

    /** With the secrets the remembered tokens go. */
    @Benchmark
    public boolean first_seen() {
        tokens.rotate(SECRETS);
        return tokens.verify(Realm.SHOPPER, token).succeeded();
    }
}
