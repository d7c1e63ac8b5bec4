package dev.stampede.kind;

import java.util.function.Function;

/** What Java, which knows the definition, says to a command before Redis, which knows the counters. */
public sealed interface Decision {
    /** Answers with the function of the case at hand. */
    <T> T match(Function<Refuse, T> refuse, Function<Run, T> run);

    /** No, and it can't be a replay: nothing was ever accepted so early. */
    record Refuse(Rejection rejection) implements Decision {
        @Override
        public <T> T match(Function<Refuse, T> refuse, Function<Run, T> run) {
            return refuse.apply(this);
        }
    }

    /** A take: ask Redis, with the outcome as it will be when Redis agrees. */
    record Run(Take take) implements Decision {
        @Override
        public <T> T match(Function<Refuse, T> refuse, Function<Run, T> run) {
            return run.apply(this);
        }
    }
}
