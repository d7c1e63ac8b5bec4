package dev.stampede.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InvariantsExtensionIT {
    @RegisterExtension
    static final InvariantsExtension invariants = new InvariantsExtension();

    private final TestDatabase database = TestDatabase.shared();

    @Test
    void a_broken_invariant_fails_the_test_with_the_report_until_its_campaign_is_left_out() {
        String id = database.ids().get();
        database.query("""
                INSERT INTO campaign (id, kind, title, copy, state, revision, opens_at, closes_at, pay_within_seconds,
                  per_shopper_limit, per_order_limit, ack, stock_shown, time_zone, audience, refund_policy, refundable,
                  rules, created_by)
                VALUES ($1, 'flash_sale', '', '', 'draft', 1, now(), now() + interval '1 hour', 1, 1, 1, 'settled',
                  'exact', 'UTC', '{}', '', true, '{}', 'olive')
                """, id);

        assertThatThrownBy(invariants::check)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("campaign " + id + ": the campaign is draft, its history is empty")
                .hasMessageContaining("audit: BROKEN I9");

        invariants.leaveOut(id);
        invariants.check();
    }
}
