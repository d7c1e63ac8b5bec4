-- What a settling transaction writes for each order, made less: docs/adr/0045-what-settling-writes.md.

-- Every order begins held, when its row is written: its first entry is read from the row. A table row is a move.
DELETE FROM order_history WHERE from_state IS NULL;
ALTER TABLE order_history RENAME TO order_move;
ALTER TABLE order_move RENAME CONSTRAINT order_history_pkey TO order_move_pkey;
ALTER TABLE order_move RENAME CONSTRAINT order_history_from_state_to_state_fkey TO order_move_in_table;
ALTER TABLE order_move ALTER from_state SET NOT NULL;

CREATE VIEW order_history AS
SELECT id AS order_id, 0 AS position, NULL::text AS from_state, 'held' AS to_state, created_at AS at,
       'accepted' AS cause, NULL::text AS actor, NULL::text AS reason FROM orders
UNION ALL
SELECT order_id, position, from_state, to_state, at, cause, actor, reason FROM order_move;

-- Events of one transaction, campaign and type that follow each other share a row, a run: inserted and numbered once. Its
-- position is that of its last event.
ALTER TABLE event
  ADD COLUMN size int NOT NULL DEFAULT 1 CHECK (size >= 1),
  ADD COLUMN run  json,
  ALTER data DROP NOT NULL,
  ADD CONSTRAINT data_or_run CHECK ((run IS NULL) = (data IS NOT NULL));

-- An event a row, at its own position. Whoever reads behind a position asks for run_through too, which has an index, and orders
-- by it first; who reads up to one asks for run_after too, which is known before the run is taken apart.
CREATE VIEW logged_event AS
SELECT e.position - e.size + one.place AS position, one.id, e.type, e.campaign_id, e.at, one.data, e.arrival,
       e.position - e.size AS run_after, e.position AS run_through
FROM event e CROSS JOIN LATERAL (
  SELECT 1::bigint AS place, e.id, e.data WHERE e.run IS NULL
  UNION ALL
  SELECT place, part ->> 'id', (part -> 'data')::jsonb FROM json_array_elements(e.run) WITH ORDINALITY AS r (part, place)) one;

-- The checks of an order as one: each costs its own call for every row. An amount is no less than what of it went back, so not
-- below zero.
ALTER TABLE orders
  DROP CONSTRAINT orders_quantity_check,
  DROP CONSTRAINT orders_unit_price_fen_check,
  DROP CONSTRAINT orders_amount_fen_check,
  DROP CONSTRAINT orders_check,
  ADD CONSTRAINT orders_check CHECK (quantity >= 1 AND unit_price_fen >= 0 AND refunded_fen BETWEEN 0 AND amount_fen);
