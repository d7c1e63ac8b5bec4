package dev.stampede.settlement;

import dev.stampede.kind.Outcome;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One batch of accepted outcomes at its place in the campaign's settling order: an outbox entry.
 *
 * @param generation of the reload that the batch ran under
 * @param sequence dense, from 1, over all generations
 * @param batchId 16 random hex digits that name this batch and no other
 * @param previous the batch id of the entry before
 * @param at when the script ran, by Redis' clock in ms
 * @param unreadable the entry's text when it is not what this engine writes, else null; such an entry has no outcomes
 */
public record Entry(
        String campaignId,
        long generation,
        long sequence,
        String batchId,
        String previous,
        long at,
        List<Outcome> outcomes,
        @Nullable String unreadable) {
    public Entry {
        outcomes = List.copyOf(outcomes);
    }

    /** Of what names the entry: entries are looked up often, and may carry 128 outcomes each. */
    @Override
    public int hashCode() {
        return Objects.hash(campaignId, sequence, batchId);
    }
}
