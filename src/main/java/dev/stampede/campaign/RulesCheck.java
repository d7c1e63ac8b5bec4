package dev.stampede.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Fields;
import java.util.List;
import java.util.Optional;

/** What the kinds think of the rules that an operator wrote. */
public interface RulesCheck {
    /**
     * Reads the {@code rules} of a new campaign; what is wrong is reported to {@code rules}.
     *
     * @param offers of the new campaign; empty when they are wrong themselves
     * @return the rules with all defaults filled in, or nothing when no kind has that name
     */
    Optional<ObjectNode> check(String kind, Fields rules, List<Offer> offers);
}
