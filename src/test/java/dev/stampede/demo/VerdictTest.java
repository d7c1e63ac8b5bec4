package dev.stampede.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.demo.Figures.Counted;
import dev.stampede.demo.Findings.Units;
import dev.stampede.demo.Findings.Violations;
import dev.stampede.demo.Outcome.Verdict;
import dev.stampede.json.Json;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Violations NONE = new Violations(0, 0, 0, 0, 0);
    private static final AuditSeen GOOD = new AuditSeen(200, true, List.of(new AuditSeen.Line("I1", true, "3 of 3")));
    private static final AuditSeen BAD = new AuditSeen(200, false, List.of(new AuditSeen.Line("I2", false, "4 of 3")));

    @Test
    void all_well_is_ok() {
        assertThat(outcome(NONE, 0, GOOD).verdict()).isEqualTo(Verdict.OK);
        assertThat(Ending.summary(outcome(NONE, 0, GOOD)))
                .isEqualTo("demo: ok, 98 of 100 units sold to 96 shoppers in 8.2 s, 5 cancelled, "
                        + "7 paid late (3 sold after all, 4 refunded), teams 9 formed, 3 lapsed, "
                        + "oversold 0, lost 0, audit ok");
    }

    @Test
    void anything_wrong_in_the_books_is_broken() {
        assertThat(List.of(
                        new Violations(1, 0, 0, 0, 0),
                        new Violations(0, 1, 0, 0, 0),
                        new Violations(0, 0, 1, 0, 0),
                        new Violations(0, 0, 0, 1, 0),
                        new Violations(0, 0, 0, 0, 1)))
                .allMatch(wrong -> outcome(wrong, 0, GOOD).verdict() == Verdict.BROKEN);
    }

    @Test
    void a_team_that_ended_wrongly_is_broken_and_told() {
        Outcome outcome = outcome(NONE, 0, GOOD, List.of("a team that should be formed"));
        assertThat(outcome.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(Ending.lines(outcome)).anyMatch(line -> line.contains("a team that should be formed"));
    }

    @Test
    void a_broken_audit_is_broken_and_named() {
        Outcome outcome = outcome(NONE, 0, BAD);
        assertThat(outcome.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(Ending.summary(outcome)).startsWith("demo: BROKEN, ").endsWith("audit BROKEN");
        assertThat(Ending.lines(outcome)).contains("  BROKEN  I2   4 of 3");
    }

    @Test
    void what_was_never_answered_is_no_success() {
        assertThat(outcome(NONE, 2, GOOD).verdict()).isEqualTo(Verdict.GAVE_UP);
        assertThat(outcome(NONE, 0, new AuditSeen(0, false, List.of())).verdict())
                .isEqualTo(Verdict.GAVE_UP);
    }

    @Test
    void the_json_is_one_line_and_says_the_same() {
        String line = EndingJson.write(outcome(new Violations(0, 3, 0, 0, 0), 0, GOOD));
        assertThat(line).doesNotContain("\n");
        var json = Json.readOwn(line);
        assertThat(json.path("ok").asBoolean()).isFalse();
        assertThat(json.path("lost").asInt()).isEqualTo(3);
        assertThat(json.path("answers").path("201").asLong()).isEqualTo(212);
        assertThat(json.path("audit").path("ok").asBoolean()).isTrue();
    }

    private static Outcome outcome(Violations violations, long unresolved, AuditSeen audit) {
        return outcome(violations, unresolved, audit, List.of());
    }

    private static Outcome outcome(
            Violations violations, long unresolved, AuditSeen audit, List<String> complaintsOfTeams) {
        Gathered gathered = new Gathered("teams", Map.of("formed", 9L, "lapsed", 3L), 0, complaintsOfTeams);
        Play play = new Play(2_000, 100, 7, 3, URI.create("http://a:1"), URI.create("http://a:2"), 0);
        Findings findings = new Findings(
                212,
                104,
                new Units(98, 0, 100),
                96,
                6,
                new Findings.Returns(5, 3, 4),
                300,
                300,
                violations,
                unresolved,
                List.of("something"));
        Counted counted = new Counted(4_000, 0, 2_345, 3_100, 21_000, Map.of("201", 212L));
        return new Outcome(play, "0SA4H6V0R00RY", findings, List.of(gathered), counted, audit, 8_200);
    }
}
