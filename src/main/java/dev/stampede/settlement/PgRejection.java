package dev.stampede.settlement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.kind.Outcomes;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets a poison entry aside, so that what comes behind it can settle. Nobody in it was told yes; the campaign is reloaded. */
public final class PgRejection {
    private static final Logger LOG = LoggerFactory.getLogger(PgRejection.class);
    private static final String MOVE = """
            UPDATE campaign_counter SET settled_through = $2::bigint, last_batch_id = $4::text
            WHERE campaign_id = $1::text AND generation = $3::bigint AND settled_through = $2::bigint - 1
            """;
    private static final String BATCH = """
            INSERT INTO settled_batch (campaign_id, sequence, generation, batch_id, verdict)
            VALUES ($1::text, $2::bigint, $3::bigint, $4::text, 'rejected')
            """;
    private static final String ASIDE = """
            INSERT INTO rejected_batch (campaign_id, sequence, generation, batch_id, outcomes, error)
            VALUES ($1::text, $2::bigint, $3::bigint, $4::text, $5::text, $6::text)
            """;
    private static final String ALARM = """
            INSERT INTO event (id, type, campaign_id, data) VALUES ($1::text, 'campaign.batch_rejected', $2::text, $3::text::jsonb)
            """;

    private final Supplier<String> ids;

    public PgRejection(Supplier<String> ids) {
        this.ids = ids;
    }

    /** Sets the entry aside if it is still its campaign's next one; else it changes nothing. */
    Future<Void> reject(SqlConnection db, Entry entry, String error) {
        LOG.atError()
                .addKeyValue("campaignId", entry.campaignId())
                .log("entry {} of campaign {} can't be settled: {}", entry.sequence(), entry.campaignId(), error);
        Tuple place = Tuple.of(entry.campaignId(), entry.sequence(), entry.generation(), entry.batchId());
        return db.begin().compose(transaction -> db.preparedQuery(MOVE)
                .execute(place)
                .map(SqlResult::rowCount)
                .compose(moved -> moved == 1 ? write(db, entry, place, error) : Future.succeededFuture())
                .compose(written -> transaction.commit())
                .onFailure(e -> transaction.rollback()));
    }

    private Future<Void> write(SqlConnection db, Entry entry, Tuple place, String error) {
        String unreadable = entry.unreadable();
        String outcomes = unreadable != null
                ? unreadable
                : entry.outcomes().stream().map(Outcomes::write).collect(Collectors.joining("\n"));
        ObjectNode alarm = Json.object();
        alarm.put("sequence", entry.sequence());
        alarm.put("error", error);
        return db.preparedQuery(BATCH)
                .execute(place)
                .compose(done -> db.preparedQuery(ASIDE)
                        .execute(Tuple.of(
                                entry.campaignId(),
                                entry.sequence(),
                                entry.generation(),
                                entry.batchId(),
                                outcomes,
                                error)))
                .compose(done ->
                        db.preparedQuery(ALARM).execute(Tuple.of(ids.get(), entry.campaignId(), Json.write(alarm))))
                .compose(done -> PgReloadWanted.want(db, entry.campaignId(), "a batch was rejected"));
    }
}
