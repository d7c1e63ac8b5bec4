package dev.stampede.testing;

import dev.stampede.audit.Audit;
import dev.stampede.audit.AuditReport;
import dev.stampede.audit.AuditText;
import dev.stampede.audit.PgAudit;
import dev.stampede.inventory.RedisInventory;
import io.vertx.sqlclient.Row;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Audits the shared stores after every test method, and fails the test with the whole report when an invariant is broken. It
 * looks at the campaigns that the class has made, whatever became of the tests that made them; a test that writes rows
 * without Redis leaves its campaign out: {@code @RegisterExtension static final InvariantsExtension invariants = new
 * InvariantsExtension()}, then {@code invariants.leaveOut(id)}.
 */
public final class InvariantsExtension implements BeforeAllCallback, AfterEachCallback {
    private final Set<String> leftOut = ConcurrentHashMap.newKeySet();

    @Override
    public void beforeAll(ExtensionContext context) {
        for (Row row : TestDatabase.shared().query("SELECT id FROM campaign")) {
            leftOut.add(row.getString("id"));
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        check();
    }

    /** From now on nothing is asked about this campaign. */
    public void leaveOut(String campaignId) {
        leftOut.add(campaignId);
    }

    /** Audits now. */
    public void check() {
        Shared.REDIS.load(RedisInventory.scripts());
        AuditReport report =
                TestDatabase.get(Shared.AUDIT.only(id -> !leftOut.contains(id)).run());
        if (!report.ok()) {
            throw new AssertionError(AuditText.write(report));
        }
    }

    private static final class Shared {
        private static final TestDatabase DATABASE = TestDatabase.shared();
        private static final TestRedis REDIS = new TestRedis(DATABASE.vertx());
        private static final Audit AUDIT =
                PgAudit.create(DATABASE.pool(), REDIS, InstantSource.system(), pause -> DATABASE.vertx()
                        .timer(pause.toMillis(), TimeUnit.MILLISECONDS)
                        .mapEmpty());
    }
}
