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
