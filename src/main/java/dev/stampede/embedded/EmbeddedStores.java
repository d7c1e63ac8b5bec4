package dev.stampede.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real redis-server and a real postgres as child processes, durable, on loopback, their data kept between runs. A
 * server that dies is started again on its port and data; both end when this engine ends, even by {@code kill -9}. All
 * methods block: call them from a main or worker thread.
 */
public final class EmbeddedStores implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStores.class);

    private final FileChannel lock;
    private final KeptServer redis;
    private final KeptServer postgres;
    private final Passwords passwords;

    private EmbeddedStores(FileChannel lock, KeptServer redis, KeptServer postgres, Passwords passwords) {
        this.lock = lock;
        this.redis = redis;
        this.postgres = postgres;
        this.passwords = passwords;
    }

    private record Passwords(String redis, String postgres) {
        static Passwords in(Path data) throws IOException {
            SecureRandom random = new SecureRandom();
            return new Passwords(
                    Secret.in(data.resolve("redis.password"), random),
                    Secret.in(data.resolve("postgres.password"), random));
        }
    }

    /**
     * Starts both servers with their data under {@code dataDir}, after what a killed engine left there has ended. Takes
     * a minute at most; a failure leaves no process behind and says which server, why, and where its log is.
     *
     * @param redisServer the program to run as Redis, the bundled one when nothing is given. It has to become the server
     *     itself: a script ends with {@code exec}
     */
    public static EmbeddedStores start(Path dataDir, Optional<Path> redisServer)
            throws IOException, InterruptedException {
        return start(dataDir, dataDir.resolve("bin"), redisServer);
    }

    /** As the other, with the programs unpacked to, and reused from, another directory. */
    public static EmbeddedStores start(Path dataDir, Path binaries, Optional<Path> redisServer)
            throws IOException, InterruptedException {
        Path data = Files.createDirectories(
                        dataDir.toAbsolutePath(),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
                .toRealPath();
        FileChannel lock = lock(data.resolve("stores.lock"));
        boolean started = false;
        try {
            Binaries programs = Binaries.unpack(binaries.toAbsolutePath(), Platform.current());
            EmbeddedStores stores = start(data, programs.withRedis(redisServer), lock);
            started = true;
            return stores;
        } finally {
            if (!started) {
                lock.close();
            }
        }
    }

    private static EmbeddedStores start(Path data, Binaries binaries, FileChannel lock)
            throws IOException, InterruptedException {
        Passwords passwords = Passwords.in(data);
        Path script = Keeper.unpackScript(data.resolve("keep.sh"));
        Ports ports = new Ports(new SecureRandom());
        RedisRecipe recipe = new RedisRecipe(binaries.redisServer(), data, passwords.redis());
        KeptServer redis = KeptServer.start(recipe, script, new ServerLog(data.resolve("redis.log")), ports);
        boolean started = false;
        try {
            KeptServer postgres = startPostgres(data, binaries, passwords, script, ports);
            started = true;
            LOG.info(
                    "embedded stores in {}: redis on port {}, postgres on port {}",
                    data,
                    redis.port(),
                    postgres.port());
            return new EmbeddedStores(lock, redis, postgres, passwords);
        } finally {
            if (!started) {
                redis.close();
            }
        }
    }

    private static KeptServer startPostgres(Path data, Binaries binaries, Passwords passwords, Path script, Ports ports)
            throws IOException, InterruptedException {
        Path programs = binaries.postgresHome().resolve("bin");
        Path directory = data.resolve("postgres");
        ServerLog log = new ServerLog(data.resolve("postgres.log"));
        Account account = Account.forPostgres(data, programs);
        new PostgresCluster(programs.resolve("initdb"), directory, account, log).ensure(passwords.postgres(), script);
        Recipe recipe = new PostgresRecipe(programs.resolve("postgres"), directory, account, passwords.postgres());
        return KeptServer.start(recipe, script, log, ports);
    }

    /** The servers of a directory belong to one engine: whatever else runs there is an orphan. */
    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), Disk.OWNER_ONLY);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            locked = false;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw new IOException("another engine runs its stores in "
                    + file.resolveSibling(".").normalize() + "; stop it, or set another STAMPEDE_DATA_DIR");
        }
        return channel;
    }

    /** {@code redis://:PASSWORD@127.0.0.1:PORT/0}, the same for the life of this object. */
    public String redisUrl() {
        return "redis://:" + passwords.redis() + "@127.0.0.1:" + redis.port() + "/0";
    }

    /** {@code postgresql://stampede:PASSWORD@127.0.0.1:PORT/stampede}, the same for the life of this object. */
    public String postgresUrl() {
        return "postgresql://" + PostgresRecipe.USER + ":" + passwords.postgres() + "@127.0.0.1:" + postgres.port()
                + "/" + PostgresRecipe.DATABASE;
    }

    /** The process id of redis-server itself; another one after a restart. */
    public long redisPid() {
        return redis.pid();
    }

    /** The process id of the first process of postgres; another one after a restart. */
    public long postgresPid() {
        return postgres.pid();
    }

    /** Stops both servers in order; after some seconds by force. Nothing runs when it returns. */
    @Override
    public void close() {
        redis.letGo();
        postgres.letGo();
        redis.close();
        postgres.close();
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("the lock of the embedded stores was not released: {}", e.getMessage());
        }
    }
}
