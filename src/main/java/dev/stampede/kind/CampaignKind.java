package dev.stampede.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.campaign.Offer;
import dev.stampede.json.Fields;
import java.util.List;

/**
 * A way of selling: its rules, and what a shopper may do. A plug-in: pure, and known by name to {@code boot.Kinds} alone.
 *
 * @param <R> the rules of one campaign, decoded
 */
public interface CampaignKind<R> {
    /** One word for the column, the Lua folder, the message files and the metric label, such as {@code flash_sale}. */
    String name();

    /** Reads the rules that an operator wrote; what is wrong is reported to {@code rules}. */
    R readRules(Fields rules);

    /** What is wrong between the rules and the offers of a new campaign is reported to {@code body}, the rules. */
    default void check(R rules, List<Offer> offers, Fields body) {}

    /** The rules with all defaults filled in, as they are stored and shown. */
    ObjectNode writeRules(R rules);

    /** What shoppers may do; names are unique within the kind. */
    List<Action<R, ?>> actions();

    /** The rejections that only this kind knows; its scripts answer with their names. */
    default List<? extends Rejection> rejections() {
        return List.of();
    }
}
