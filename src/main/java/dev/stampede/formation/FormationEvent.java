package dev.stampede.formation;

import dev.stampede.json.JsonText;
import dev.stampede.json.Times;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an event says of a formation (contract §6). */
record FormationEvent(String id, String sku, String ownerId, int goal, Instant deadline) {
    static FormationEvent of(Formation formation) {
        return new FormationEvent(
                formation.id(), formation.sku(), formation.ownerId(), formation.goal(), formation.deadlineAt());
    }

    static FormationEvent of(Account account) {
        return new FormationEvent(account.id, account.sku, account.ownerId, account.goal, account.deadline);
    }

    /**
     * The event's data, to which more may be added.
     *
     * @param progress paid seats, or cuts, as they are now
     * @param priceFen what a seat, or the owner, pays now
     * @param shopperId who did it; null when time did
     */
    JsonText data(int progress, long priceFen, @Nullable String shopperId) {
        JsonText data = new JsonText();
        data.put("formationId", id);
        data.put("sku", sku);
        data.put("ownerId", ownerId);
        if (shopperId != null) {
            data.put("shopperId", shopperId);
        }
        data.put("progress", progress);
        data.put("goal", goal);
        data.put("priceFen", priceFen);
        return data.put("deadlineAt", Times.write(deadline));
    }
}
