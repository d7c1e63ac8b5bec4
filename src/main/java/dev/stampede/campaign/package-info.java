/**
 * What is on sale, when, and in what state: campaigns, their offers, their lifecycle, and the operators' routes.
 *
 * <p>It sees money, identity and json. Whether a kind's rules are right is asked through {@link
 * dev.stampede.campaign.RulesCheck}, so that this room knows no kind by name.
 *
 * <p>Invariant: a state changes only along {@link dev.stampede.campaign.CampaignState}, by a conditional update that leaves a
 * history row.
 */
@NullMarked
package dev.stampede.campaign;

import org.jspecify.annotations.NullMarked;
