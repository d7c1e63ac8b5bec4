package dev.stampede.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.money.Money;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What a formation promises, frozen when it opens. The two forms are closed: it is completed by seats that members pay, or by
 * cuts that helpers give.
 */
public sealed interface FormationRules permits SeatRules, CutRules {
    /** What the id of a formation looks like, when it comes from a client. */
    Pattern ID = Pattern.compile("[0-9A-HJKMNP-TV-Z]{13}");

    /** The forms, as the outbox and the tables have them. */
    String SEATS = "seats";

    String CUTS = "cuts";

    /** Answers with the function of the case at hand. */
    <T> T match(Function<SeatRules, T> seats, Function<CutRules, T> cuts);

    /** {@link #SEATS} or {@link #CUTS}. */
    String form();

    /**
     * The rules as scripts read them: words without spaces between single spaces. docs/adr tells the order.
     *
     * @param price what a seat pays; of cuts, the price before the first
     * @param owner who opened it
     */
    String terms(String sku, int goal, Money price, String owner);

    /** As JSON, with the form. */
    ObjectNode write();

    /** The rules in a JSON object that {@link #write} made; anything else throws {@link IllegalStateException}. */
    static FormationRules read(ObjectNode json) {
        return switch (json.path("form").asText()) {
            case SEATS -> SeatRules.readSeats(json);
            case CUTS -> CutRules.readCuts(json);
            default -> throw new IllegalStateException("not the rules of a formation: " + json);
        };
    }
}
