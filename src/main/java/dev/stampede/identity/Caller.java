package dev.stampede.identity;

import java.time.Instant;
import java.util.Set;

/**
 * Who a verified token says is calling.
 *
 * @param subject {@code [A-Za-z0-9_-]{1,64}}: the shopper's id, or the operator's name
 * @param roles empty for a shopper
 * @param tags what the merchant knows about a shopper; empty for an operator
 * @param expiresAt from then on the token is refused
 */
public record Caller(String subject, Set<Role> roles, Set<String> tags, Instant expiresAt) {
    public Caller {
        roles = Set.copyOf(roles);
        tags = Set.copyOf(tags);
    }
}
