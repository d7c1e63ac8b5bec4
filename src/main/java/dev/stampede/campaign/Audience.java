package dev.stampede.campaign;

import java.util.Set;

/**
 * Who may take part. Everybody when {@code tags} is empty and {@code newcomersOnly} is false.
 *
 * @param newcomersOnly only shoppers without a settled order
 * @param tags a shopper needs one of them, from the token's {@code tags} claim
 */
public record Audience(boolean newcomersOnly, Set<String> tags) {
    public static final Audience EVERYBODY = new Audience(false, Set.of());

    public Audience {
        tags = Set.copyOf(tags);
    }

    /**
     * Whether a shopper is in.
     *
     * @param isNewcomer whether the shopper has no settled order yet; does not matter unless only newcomers are in
     */
    public boolean admits(Set<String> shopperTags, boolean isNewcomer) {
        return (isNewcomer || !newcomersOnly)
                && (tags.isEmpty() || shopperTags.stream().anyMatch(tags::contains));
    }
}
