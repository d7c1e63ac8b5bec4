package dev.stampede.http;

/** Ends a request with a {@link Problem}. Not a fault: it has no stack trace and is not logged. */
public final class Refusal extends RuntimeException {
    private final transient Problem problem;

    public Refusal(Problem problem) {
        super(problem.code(), null, false, false);
        this.problem = problem;
    }

    public static Refusal of(int status, String code) {
        return new Refusal(Problem.of(status, code));
    }

    public Problem problem() {
        return problem;
    }
}
