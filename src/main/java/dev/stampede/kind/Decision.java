package dev.stampede.kind;

import java.util.function.Function;

/** What Java, which knows the definition, says to a command before Redis, which knows the counters. */
public sealed interface Decision {
    /** Answers with the function of the case at hand. */
    <T> T match(Function<Refuse, T> refuse, Function<Run, T> run, Function<Give, T> give);

    /** No, and it can't be a replay: nothing was ever accepted so early. */
    record Refuse(Rejection rejection) implements Decision {
        @Override
        public <T> T match(Function<Refuse, T> refuse, Function<Run, T> run, Function<Give, T> give) {
            return refuse.apply(this);
        }
    }

    /** A take: ask Redis, with the outcome as it will be when Redis agrees. */
    record Run(Take take) implements Decision {
        @Override
        public <T> T match(Function<Refuse, T> refuse, Function<Run, T> run, Function<Give, T> give) {
            return run.apply(this);
        }
    }

    /**
     * Takes the shopper's live seat out of a formation: decided by Postgres alone.
     *
     * @param formationId as sent; need not exist
     * @param unknown the answer when the campaign has no such formation
     * @param closed the answer when it is no longer forming
     */
    record Give(String formationId, String requestKey, String fingerprint, Rejection unknown, Rejection closed)
            implements Decision {
        @Override
        public <T> T match(Function<Refuse, T> refuse, Function<Run, T> run, Function<Give, T> give) {
            return give.apply(this);
        }
    }
}
