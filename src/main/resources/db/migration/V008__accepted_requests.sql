-- Every request that was accepted as a take, void ones too, wherever its outcome has its row. What remembers, compares or looks
-- up request keys reads this, so a table of outcomes that comes later is named in one place.
CREATE VIEW accepted_request AS
SELECT campaign_id, shopper_id, request_key, fingerprint, id, true AS is_order FROM orders
UNION ALL
SELECT campaign_id, shopper_id, request_key, fingerprint, id, false FROM accepted_take
UNION ALL
SELECT campaign_id, shopper_id, request_key, fingerprint, id, false FROM cut
UNION ALL
SELECT campaign_id, opener_id, request_key, fingerprint, id, false FROM formation WHERE request_key IS NOT NULL;
