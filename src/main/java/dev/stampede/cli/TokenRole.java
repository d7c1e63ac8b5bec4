package dev.stampede.cli;

import dev.stampede.identity.Role;
import java.util.Locale;

/** Who a token may be for: a shopper, or somebody with a role on the operations server. */
enum TokenRole {
    SHOPPER,
    OPERATOR,
    REVIEWER,
    FINANCE,
    PUSH,
    AUDITOR;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role on the operations server; a bug for a shopper. */
    Role role() {
        return Role.valueOf(name());
    }
}
