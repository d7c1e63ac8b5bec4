package dev.stampede.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.testing.Await;
import dev.stampede.testing.TestStores;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoresIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path home;

    @Test
    void both_answer_and_every_write_is_durable() throws Exception {
        try (EmbeddedStores stores = TestStores.fresh(home)) {
            StoreClients clients = new StoreClients(stores);

            assertThat(clients.redis("PING")).isEqualTo("+OK\r\n+PONG\r\n+OK\r\n");
            assertThat(clients.redisSetting("appendonly")).isEqualTo("yes");
            assertThat(clients.redisSetting("appendfsync")).isEqualTo("always");
            assertThat(clients.redisSetting("no-appendfsync-on-rewrite")).isEqualTo("no");
            assertThat(clients.redisSetting("maxmemory-policy")).isEqualTo("noeviction");
            assertThat(clients.redisSetting("bind")).isEqualTo("127.0.0.1");
            assertThat(clients.query("SELECT current_user")).isEqualTo("stampede");
            assertThat(clients.query("SHOW fsync")).isEqualTo("on");
            assertThat(clients.query("SHOW synchronous_commit")).isEqualTo("on");
            assertThat(clients.query("SHOW full_page_writes")).isEqualTo("on");
            assertThat(clients.query("SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(clients.query("SHOW server_encoding")).isEqualTo("UTF8");
        }
    }

    @Test
    void the_housekeeping_of_postgres_comes_in_small_portions() throws Exception {
        try (EmbeddedStores stores = TestStores.fresh(home)) {
            StoreClients clients = new StoreClients(stores);

            assertThat(clients.query("SHOW backend_flush_after")).isEqualTo("1MB");
            assertThat(clients.query("SHOW autovacuum_vacuum_cost_delay")).isEqualTo("10ms");
            assertThat(clients.query("SHOW default_statistics_target")).isEqualTo("10");
        }
    }

    @Test
    void nobody_gets_in_without_the_password() throws Exception {
        try (EmbeddedStores stores = TestStores.fresh(home)) {
            URI redis = URI.create(stores.redisUrl());
            URI postgres = URI.create(stores.postgresUrl());

            assertThat(StoreClients.redisWithoutPassword(redis.getPort())).startsWith("-NOAUTH");
            assertThatThrownBy(() -> DriverManager.getConnection(
                            "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/stampede", "stampede", "wrong"))
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void passwords_are_in_files_of_their_owner_and_on_no_command_line() throws Exception {
        try (EmbeddedStores stores = TestStores.fresh(home)) {
            List<String> passwords = List.of(password(stores.redisUrl()), password(stores.postgresUrl()));

            assertThat(ourCommandLines()).isNotEmpty().noneMatch(line -> passwords.stream()
                    .anyMatch(line::contains));
            for (String file : List.of("redis.password", "postgres.password", "redis.conf")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(file))))
                        .isEqualTo("rw-------");
            }
            assertThat(home.resolve("initdb.password")).doesNotExist();
        }
    }

    @Test
    void data_survive_a_stop_and_nothing_runs_after_it() throws Exception {
        try (EmbeddedStores stores = TestStores.fresh(home)) {
            StoreClients clients = new StoreClients(stores);
            clients.redis("SET stock 7");
            clients.execute("CREATE TABLE purchase AS SELECT 42 AS id");
        }
        assertThat(ourCommandLines()).isEmpty();
        try (EmbeddedStores stores = TestStores.fresh(home)) {
            StoreClients clients = new StoreClients(stores);
            assertThat(clients.redis("GET stock")).contains("$1\r\n7\r\n");
            assertThat(clients.query("SELECT id FROM purchase")).isEqualTo("42");
        }
    }

    @Test
    void killed_servers_come_back_on_their_ports_with_their_data() throws Exception {
        try (EmbeddedStores stores = TestStores.fresh(home)) {
            StoreClients clients = new StoreClients(stores);
            clients.redis("SET stock 7");
            clients.execute("CREATE TABLE purchase AS SELECT 42 AS id");
            String redisUrl = stores.redisUrl();
            String postgresUrl = stores.postgresUrl();
            long redis = stores.redisPid();
            long postgres = stores.postgresPid();

            kill(redis);
            kill(postgres);
            Await.until("redis is back", SOON, () -> stores.redisPid() != redis);
            Await.until("postgres is back", SOON, () -> stores.postgresPid() != postgres);

            assertThat(stores.redisUrl()).isEqualTo(redisUrl);
            assertThat(stores.postgresUrl()).isEqualTo(postgresUrl);
            assertThat(clients.redis("GET stock")).contains("$1\r\n7\r\n");
            assertThat(clients.query("SELECT id FROM purchase")).isEqualTo("42");
        }
        assertThat(ourCommandLines()).isEmpty();
    }

    @Test
    void a_server_whose_shell_is_killed_is_replaced_too() throws Exception {
        try (EmbeddedStores stores = TestStores.fresh(home)) {
            long redis = stores.redisPid();
            ProcessHandle.of(redis).flatMap(ProcessHandle::parent).orElseThrow().destroyForcibly();

            Await.until("redis is replaced", SOON, () -> stores.redisPid() != redis);

            assertThat(ourCommandLines())
                    .filteredOn(line -> line.contains("redis-server 127.0.0.1"))
                    .hasSize(1);
            assertThat(new StoreClients(stores).redis("PING")).contains("+PONG");
        }
    }

    @Test
    void a_program_that_is_given_runs_under_its_own_name_and_is_found_when_it_is_left() throws Exception {
        Path program = home.resolve("key-keeper");
        Files.copy(redisServer(), program);
        Path link = Files.createSymbolicLink(home.resolve("redis-of-mine"), program);
        try (EmbeddedStores stores = TestStores.fresh(home.resolve("data"), Optional.of(link))) {
            long redis = stores.redisPid();
            assertThat(Path.of("/proc/" + redis + "/exe").toRealPath()).isEqualTo(program.toRealPath());
            assertThat(new StoreClients(stores).redis("SET stock 7")).contains("+OK");
            Path data = home.toRealPath().resolve("data");

            assertThat(new Leftovers(Set.of("redis-server"), data.resolve("redis"), data.resolve("redis.pid"))
                            .running())
                    .extracting(ProcessHandle::pid)
                    .containsExactly(redis);
            kill(redis);
            Await.until("redis is back", SOON, () -> stores.redisPid() != redis);
            assertThat(new StoreClients(stores).redis("GET stock")).contains("$1\r\n7\r\n");
        }
        assertThat(ourCommandLines()).isEmpty();
    }

    @Test
    void a_closed_pair_is_not_started_again() throws Exception {
        EmbeddedStores stores = TestStores.fresh(home);
        kill(stores.redisPid());
        kill(stores.postgresPid());
        stores.close();
        stores.close();
        assertThat(ourCommandLines()).isEmpty();
    }

    @Test
    @Tag("long")
    void a_server_that_hangs_is_ended_by_force() throws Exception {
        try (EmbeddedStores stores = TestStores.fresh(home)) {
            assertThat(Command.run("kill", "-STOP", "" + stores.redisPid()).succeeded())
                    .isTrue();
        }
        assertThat(ourCommandLines()).isEmpty();
    }

    @Test
    void a_killed_engine_leaves_no_process_and_the_next_start_works_at_once() throws Exception {
        try (EngineProcess engine = EngineProcess.start(home, TestStores.binaries())) {
            assertThat(engine.serverPids())
                    .allMatch(pid -> ProcessHandle.of(pid).isPresent());
            engine.kill();
            Await.until("all processes are gone", Duration.ofSeconds(10), () -> ourCommandLines()
                    .isEmpty());
        }
        try (EngineProcess engine = EngineProcess.start(home, TestStores.binaries())) {
            engine.kill();
            engine.awaitDeath();
            try (EmbeddedStores stores = TestStores.fresh(home)) {
                assertThat(new StoreClients(stores).redis("PING")).contains("+PONG");
                assertThat(new StoreClients(stores).query("SELECT 1")).isEqualTo("1");
            }
        }
    }

    @Test
    void two_directories_have_two_pairs_and_one_directory_has_one() {
        try (EmbeddedStores one = TestStores.fresh(home.resolve("one"));
                EmbeddedStores two = TestStores.fresh(home.resolve("two"))) {
            assertThat(Stream.of(one.redisUrl(), one.postgresUrl(), two.redisUrl(), two.postgresUrl())
                            .map(url -> URI.create(url).getPort()))
                    .doesNotHaveDuplicates();
            assertThatThrownBy(() -> EmbeddedStores.start(home.resolve("one"), TestStores.binaries(), Optional.empty()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another engine runs its stores in " + home.resolve("one"));
        }
    }

    @Test
    void a_stale_pid_file_of_postgres_is_no_obstacle() throws Exception {
        TestStores.fresh(home).close();
        Files.writeString(home.resolve("postgres/postmaster.pid"), "1\n" + home.resolve("postgres") + "\n");
        TestStores.fresh(home).close();
    }

    @Test
    void damaged_data_of_postgres_are_told_with_the_log_and_leave_nothing_running() throws Exception {
        TestStores.fresh(home).close();
        Files.delete(home.resolve("postgres/global/pg_control"));

        assertThatThrownBy(() -> EmbeddedStores.start(home, TestStores.binaries(), Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("postgres did not start")
                .hasMessageContaining("pg_control")
                .hasMessageContaining(home.resolve("postgres.log").toString());
        assertThat(ourCommandLines()).isEmpty();
    }

    @Test
    void damaged_data_of_redis_are_told_with_the_log_and_leave_nothing_running() throws Exception {
        TestStores.fresh(home).close();
        Files.writeString(home.resolve("redis/appendonlydir/appendonly.aof.manifest"), "damaged");

        assertThatThrownBy(() -> EmbeddedStores.start(home, TestStores.binaries(), Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("redis did not start")
                .hasMessageContaining(home.resolve("redis.log").toString());
        assertThat(ourCommandLines()).isEmpty();
    }

    private static String password(String url) {
        String user = URI.create(url).getUserInfo();
        return user.substring(user.indexOf(':') + 1);
    }

    private static Path redisServer() throws Exception {
        return Binaries.unpack(TestStores.binaries(), Platform.current()).redisServer();
    }

    private static void kill(long pid) {
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }

    /** The command lines of all processes that belong to this test's directory: servers, their children, shells. */
    private List<String> ourCommandLines() {
        String directory = home.toString();
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .flatMap(process -> {
                    Path proc = Path.of("/proc", Long.toString(process.pid()));
                    try {
                        String line = Files.readString(proc.resolve("cmdline"), StandardCharsets.ISO_8859_1);
                        Path cwd = Files.readSymbolicLink(proc.resolve("cwd"));
                        boolean ours = cwd.startsWith(home) || line.contains(directory);
                        return ours ? Stream.of(line) : Stream.empty();
                    } catch (IOException e) {
                        return Stream.empty();
                    }
                })
                .toList();
    }
}
