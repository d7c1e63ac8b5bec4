-- Takes that are no shopper's purchase. Like orders they carry no foreign keys: the settling transaction holds the
-- campaign's counter row.

-- Accepted outcomes that made no order of their own: late money that took an order's units again, and units that an
-- operator took out. A reload tells Redis their request keys; void ones are remembered too.
CREATE TABLE accepted_take (
  id          text PRIMARY KEY,
  campaign_id text        NOT NULL,
  type        text        NOT NULL CHECK (type IN ('order_reacquired', 'stock_withdrawn')),
  shopper_id  text        NOT NULL,
  request_key text        NOT NULL,
  fingerprint text        NOT NULL,
  sku         text        NOT NULL,
  units       bigint      NOT NULL CHECK (units >= 1),
  order_id    text,
  generation  bigint      NOT NULL,
  sequence    bigint      NOT NULL,
  void_reason text,
  at          timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT one_take_per_request UNIQUE (campaign_id, shopper_id, request_key)
);

-- Who added units to an offer or took them out, and why. Allocated is granted - withdrawn. Positions are drawn with those of
-- campaign_history, so that the two can be read as one list.
CREATE TABLE stock_change (
  position         bigint PRIMARY KEY DEFAULT nextval(pg_get_serial_sequence('campaign_history', 'position')),
  campaign_id      text        NOT NULL,
  sku              text        NOT NULL,
  delta            bigint      NOT NULL CHECK (delta <> 0),
  allocated_before bigint      NOT NULL,
  allocated_after  bigint      NOT NULL,
  actor            text        NOT NULL,
  reason           text        NOT NULL,
  at               timestamptz NOT NULL DEFAULT now(),
  CHECK (allocated_after = allocated_before + delta)
);
CREATE INDEX stock_change_by_campaign ON stock_change (campaign_id, position);
