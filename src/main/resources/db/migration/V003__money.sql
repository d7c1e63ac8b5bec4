-- Money that goes back, and the requests that change an order. docs/INVARIANTS.md I7 names the guards.

-- The request keys of what is decided in Postgres alone: cancel, refund and pay of an order. The scope is the order.
CREATE TABLE give_key (
  scope       text        NOT NULL,
  shopper_id  text        NOT NULL,
  request_key text        NOT NULL,
  fingerprint text        NOT NULL,
  at          timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (scope, shopper_id, request_key)
);
INSERT INTO give_key (scope, shopper_id, request_key, fingerprint, at)
SELECT i.order_id, o.shopper_id, i.request_key, 'pay ', i.created_at
FROM payment_intent i JOIN orders o ON o.id = i.order_id;

-- returned_fen sums the payment's refunds, done or not. An unapplied payment without one waits to be resolved.
ALTER TABLE payment
  ADD COLUMN returned_fen bigint NOT NULL DEFAULT 0,
  ADD COLUMN looks        int         NOT NULL DEFAULT 0,
  ADD COLUMN next_look_at timestamptz NOT NULL DEFAULT now(),
  ADD CONSTRAINT no_more_than_was_paid CHECK (returned_fen BETWEEN 0 AND amount_fen);
CREATE INDEX payment_by_order ON payment (order_id);
CREATE INDEX payment_unresolved ON payment (next_look_at) WHERE NOT applied AND returned_fen = 0;

-- Money on its way back. The row is the retry: it is pending until done_at is set.
CREATE TABLE refund (
  id              text PRIMARY KEY,
  payment_id      text        NOT NULL REFERENCES payment,
  order_id        text        NOT NULL,
  cause           text        NOT NULL CHECK (cause IN ('ladder', 'lapse', 'late', 'requested', 'campaign')),
  amount_fen      bigint      NOT NULL CHECK (amount_fen > 0),
  created_at      timestamptz NOT NULL DEFAULT now(),
  attempts        int         NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT now(),
  last_error      text,
  done_at         timestamptz,
  CONSTRAINT one_refund_per_cause UNIQUE (payment_id, cause)
);
CREATE INDEX refund_pending ON refund (next_attempt_at) WHERE done_at IS NULL;
CREATE INDEX refund_by_order ON refund (order_id);

-- Who asked for a move, and why; nobody for the moves that time or money makes.
ALTER TABLE order_history
  ADD COLUMN actor  text,
  ADD COLUMN reason text;

-- Cancelled campaigns none of whose orders holds units any more. A cancelled campaign gets no live order.
CREATE TABLE cleared_campaign (
  campaign_id text PRIMARY KEY REFERENCES campaign,
  at          timestamptz NOT NULL DEFAULT now()
);
