package dev.stampede.participation;

import dev.stampede.json.Name;
import org.jspecify.annotations.Nullable;

/** A path of the form {@code /v1/campaigns/{id}/actions/{action}}, plainly written. */
record ActionPath(String campaignId, String action) {
    private static final String CAMPAIGNS = "/v1/campaigns/";
    private static final String ACTIONS = "/actions/";
    private static final int ID_END = CAMPAIGNS.length() + 13;

    /** The path in a URI, or null when it is another one, or has an escape, a query or anything else beside. */
    static @Nullable ActionPath of(String uri) {
        if (!uri.startsWith(CAMPAIGNS) || !uri.startsWith(ACTIONS, ID_END)) {
            return null;
        }
        String campaignId = uri.substring(CAMPAIGNS.length(), ID_END);
        String action = uri.substring(ID_END + ACTIONS.length());
        return Name.isName(campaignId) && Name.isName(action) ? new ActionPath(campaignId, action) : null;
    }
}
