-- A sale that was over long ago, with :orders orders that nobody paid.
INSERT INTO campaign (id, kind, title, copy, state, revision, opens_at, closes_at, announced_at, pay_within_seconds,
  per_shopper_limit, per_order_limit, ack, stock_shown, time_zone, audience, refund_policy, refundable, rules, created_by)
VALUES ('0000000000001', 'flash_sale', 'Long ago', 'Long ago', 'archived', 1, now() - interval '30 days',
  now() - interval '29 days', now() - interval '30 days', 900, 1000, 1000, 'settled', 'exact', 'UTC', '{}', '', true, '{}',
  'growth')
;
INSERT INTO offer (campaign_id, sku, position, name, price_fen, list_price_fen, granted)
VALUES ('0000000000001', 'item', 0, 'Item', 990, 990, :orders)
;
INSERT INTO orders (id, campaign_id, kind, shopper_id, sku, quantity, unit_price_fen, amount_fen, state, hold_id,
  request_key, fingerprint, generation, sequence, created_at, pay_by)
SELECT '00' || lpad(i::text, 11, '0'), '0000000000001', 'flash_sale', 'shopper-' || i % 100000, 'item', 1, 990, 990,
  'expired', '00' || lpad(i::text, 11, '0'), 'long-ago-' || i, md5(i::text), 1, i / 64 + 1,
  now() - interval '30 days', now() - interval '30 days' + interval '15 minutes'
FROM generate_series(1, :orders) i
;
INSERT INTO order_move (order_id, position, from_state, to_state, at, cause)
SELECT '00' || lpad(i::text, 11, '0'), 1, 'held', 'expired', now() - interval '30 days' + interval '15 minutes', 'expired'
FROM generate_series(1, :orders) i
;
INSERT INTO event (id, type, campaign_id, at, data)
SELECT '00' || lpad(i::text, 11, '0'), 'order.held', '0000000000001', now() - interval '30 days', '{}'
FROM generate_series(1, :orders) i
;
VACUUM ANALYZE orders, order_move, event
;
CHECKPOINT
;
