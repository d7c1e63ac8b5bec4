-- What must last. docs/INVARIANTS.md names the guard that each constraint is.
-- Hot tables (orders, order_history, event) carry no foreign key to campaign or offer: the settling transaction
-- holds the campaign's counter row, and a check per row would cost more than the row.

CREATE TABLE campaign (
  id                 text PRIMARY KEY,
  kind               text        NOT NULL,
  title              text        NOT NULL,
  copy               text        NOT NULL,
  cover              text,
  state              text        NOT NULL,
  revision           bigint      NOT NULL,
  opens_at           timestamptz NOT NULL,
  closes_at          timestamptz NOT NULL,
  announce_at        timestamptz,
  announced_at       timestamptz,
  pay_within_seconds int         NOT NULL,
  per_shopper_limit  int         NOT NULL,
  per_order_limit    int         NOT NULL,
  ack                text        NOT NULL,
  stock_shown        text        NOT NULL,
  time_zone          text        NOT NULL,
  audience           jsonb       NOT NULL,
  refund_policy      text        NOT NULL,
  refundable         boolean     NOT NULL,
  rules              jsonb       NOT NULL,
  created_by         text        NOT NULL,
  created_at         timestamptz NOT NULL DEFAULT now(),
  CHECK (opens_at < closes_at),
  CHECK (announce_at <= opens_at),
  CHECK (1 <= per_order_limit AND per_order_limit <= per_shopper_limit)
);
CREATE INDEX campaign_by_state ON campaign (state, opens_at);

-- held + sold <= allocated is invariant I2; allocated = granted - withdrawn.
CREATE TABLE offer (
  campaign_id    text   NOT NULL REFERENCES campaign,
  sku            text   NOT NULL,
  position       int    NOT NULL,
  name           text   NOT NULL,
  price_fen      bigint NOT NULL CHECK (price_fen >= 1),
  list_price_fen bigint NOT NULL CHECK (list_price_fen >= price_fen),
  granted        bigint NOT NULL CHECK (granted >= 0),
  withdrawn      bigint NOT NULL DEFAULT 0 CHECK (withdrawn >= 0),
  held           bigint NOT NULL DEFAULT 0 CHECK (held >= 0),
  sold           bigint NOT NULL DEFAULT 0 CHECK (sold >= 0),
  PRIMARY KEY (campaign_id, sku),
  CONSTRAINT no_oversell CHECK (held + sold <= granted - withdrawn)
);

CREATE TABLE campaign_transition (
  from_state text NOT NULL,
  to_state   text NOT NULL,
  PRIMARY KEY (from_state, to_state)
);
INSERT INTO campaign_transition VALUES
  ('draft', 'in_review'), ('draft', 'cancelled'),
  ('in_review', 'draft'), ('in_review', 'scheduled'), ('in_review', 'cancelled'),
  ('scheduled', 'live'), ('scheduled', 'cancelled'),
  ('live', 'paused'), ('live', 'ended'), ('live', 'cancelled'),
  ('paused', 'live'), ('paused', 'ended'), ('paused', 'cancelled'),
  ('ended', 'settled'), ('ended', 'cancelled'),
  ('settled', 'archived');

CREATE TABLE campaign_history (
  position    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  campaign_id text        NOT NULL REFERENCES campaign,
  from_state  text,
  to_state    text        NOT NULL,
  at          timestamptz NOT NULL DEFAULT now(),
  actor       text        NOT NULL,
  reason      text        NOT NULL,
  FOREIGN KEY (from_state, to_state) REFERENCES campaign_transition
);
CREATE INDEX campaign_history_by_campaign ON campaign_history (campaign_id, position);

-- The campaign's place in its settling order. Every settling transaction and every reload locks this row first.
CREATE TABLE campaign_counter (
  campaign_id     text PRIMARY KEY REFERENCES campaign,
  generation      bigint NOT NULL DEFAULT 0,
  settled_through bigint NOT NULL DEFAULT 0,
  last_batch_id   text   NOT NULL DEFAULT ''
);

CREATE TABLE settled_batch (
  campaign_id text        NOT NULL,
  sequence    bigint      NOT NULL,
  generation  bigint      NOT NULL,
  batch_id    text        NOT NULL,
  verdict     text        NOT NULL CHECK (verdict IN ('settled', 'rejected')),
  at          timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (campaign_id, sequence)
);

CREATE TABLE rejected_batch (
  campaign_id text        NOT NULL,
  sequence    bigint      NOT NULL,
  generation  bigint      NOT NULL,
  batch_id    text        NOT NULL,
  outcomes    text        NOT NULL,
  error       text        NOT NULL,
  at          timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (campaign_id, sequence)
);

CREATE TABLE orders (
  id             text PRIMARY KEY,
  campaign_id    text        NOT NULL,
  kind           text        NOT NULL,
  shopper_id     text        NOT NULL,
  sku            text        NOT NULL,
  quantity       int         NOT NULL CHECK (quantity >= 1),
  unit_price_fen bigint      NOT NULL CHECK (unit_price_fen >= 0),
  amount_fen     bigint      NOT NULL CHECK (amount_fen >= 0),
  refunded_fen   bigint      NOT NULL DEFAULT 0 CHECK (refunded_fen BETWEEN 0 AND amount_fen),
  state          text        NOT NULL,
  hold_id        text        NOT NULL,
  request_key    text        NOT NULL,
  fingerprint    text        NOT NULL,
  generation     bigint      NOT NULL,
  sequence       bigint      NOT NULL,
  source         jsonb,
  created_at     timestamptz NOT NULL,
  pay_by         timestamptz NOT NULL,
  void_reason    text,
  CONSTRAINT one_effect_per_request UNIQUE (campaign_id, shopper_id, request_key)
);
CREATE INDEX orders_by_shopper ON orders (shopper_id, id);
CREATE INDEX orders_due ON orders (pay_by) WHERE state = 'held';

CREATE TABLE order_transition (
  from_state text NOT NULL,
  to_state   text NOT NULL,
  PRIMARY KEY (from_state, to_state)
);
INSERT INTO order_transition VALUES
  ('held', 'paid'), ('held', 'expired'), ('held', 'cancelled'),
  ('paid', 'settled'), ('paid', 'refunding'),
  ('settled', 'fulfilled'), ('settled', 'refunding'),
  ('refunding', 'refunded'),
  ('expired', 'paid'), ('expired', 'refunding'),
  ('cancelled', 'refunding');

CREATE TABLE order_history (
  order_id   text        NOT NULL,
  position   int         NOT NULL,
  from_state text,
  to_state   text        NOT NULL,
  at         timestamptz NOT NULL,
  cause      text        NOT NULL,
  PRIMARY KEY (order_id, position),
  FOREIGN KEY (from_state, to_state) REFERENCES order_transition
);

-- A unit on its way back to Redis. The row is the retry: it is pending until done_at is set.
CREATE TABLE release (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  campaign_id text        NOT NULL,
  hold_id     text        NOT NULL UNIQUE,
  cause       text        NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  done_at     timestamptz
);
CREATE INDEX release_pending ON release (campaign_id, id) WHERE done_at IS NULL;
CREATE INDEX release_by_campaign ON release (campaign_id, id);

CREATE TABLE payment_intent (
  id             text PRIMARY KEY,
  order_id       text        NOT NULL UNIQUE REFERENCES orders,
  provider       text        NOT NULL,
  transaction_id text        NOT NULL,
  amount_fen     bigint      NOT NULL,
  request_key    text        NOT NULL,
  created_at     timestamptz NOT NULL DEFAULT now(),
  expires_at     timestamptz NOT NULL
);

CREATE TABLE payment (
  id             text PRIMARY KEY,
  order_id       text        NOT NULL REFERENCES orders,
  provider       text        NOT NULL,
  transaction_id text        NOT NULL,
  amount_fen     bigint      NOT NULL,
  applied        boolean     NOT NULL,
  at             timestamptz NOT NULL DEFAULT now(),
  UNIQUE (provider, transaction_id)
);
CREATE UNIQUE INDEX one_applied_payment ON payment (order_id) WHERE applied;

-- Facts for the push service, written in the transaction of the fact.
CREATE TABLE event (
  id          text PRIMARY KEY,
  type        text        NOT NULL,
  campaign_id text        NOT NULL,
  at          timestamptz NOT NULL DEFAULT now(),
  data        jsonb       NOT NULL
);

-- Every change of a campaign leaves a row here until Redis has taken that revision.
CREATE TABLE tell_redis (
  campaign_id text PRIMARY KEY REFERENCES campaign,
  revision    bigint      NOT NULL,
  at          timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE reload_wanted (
  campaign_id text PRIMARY KEY REFERENCES campaign,
  reason      text        NOT NULL,
  at          timestamptz NOT NULL DEFAULT now()
);

-- The Redis process that holds what Postgres knows; another run_id means that everything is loaded anew.
CREATE TABLE redis_instance (
  the_only boolean PRIMARY KEY DEFAULT true CHECK (the_only),
  run_id   text        NOT NULL,
  at       timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE node_lease (
  node_id    int PRIMARY KEY CHECK (node_id BETWEEN 0 AND 1023),
  owner      text        NOT NULL,
  expires_at timestamptz NOT NULL
);
