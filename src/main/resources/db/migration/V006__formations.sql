-- What several shoppers complete before a deadline: by seats that members pay, or by cuts that helpers give. docs/INVARIANTS.md
-- I5 and I6 name the guards. Beside each constraint stands the line of a script that makes it true.

-- The row's own counters decide; whoever changes an order of it, or its state, locks the row first. Of a formation of seats
-- seats, paid and newcomers count its live orders; of one of cuts, cuts and cut_fen count what helpers gave.
CREATE TABLE formation (
  id             text PRIMARY KEY,
  campaign_id    text        NOT NULL,
  kind           text        NOT NULL,
  sku            text        NOT NULL,
  form           text        NOT NULL CHECK (form IN ('seats', 'cuts')),
  state          text        NOT NULL,
  opener_id      text        NOT NULL,
  owner_id       text        NOT NULL,
  slot           text,
  goal           int         NOT NULL CHECK (goal >= 1),
  price_fen      bigint      NOT NULL CHECK (price_fen >= 0),
  rules          jsonb       NOT NULL,
  seats          int         NOT NULL DEFAULT 0,
  paid           int         NOT NULL DEFAULT 0,
  newcomers      int         NOT NULL DEFAULT 0,
  cuts           int         NOT NULL DEFAULT 0,
  cut_fen        bigint      NOT NULL DEFAULT 0,
  size           int,
  opened_at      timestamptz NOT NULL,
  deadline_at    timestamptz NOT NULL,
  formed_at      timestamptz,
  ended_at       timestamptz,
  hold_id        text,
  claim_order_id text,
  lost_claims    int         NOT NULL DEFAULT 0,
  parent_id      text,
  source         jsonb,
  request_key    text,
  fingerprint    text,
  generation     bigint      NOT NULL,
  sequence       bigint      NOT NULL,
  void_reason    text,
  CONSTRAINT seats_within_goal CHECK (0 <= paid AND paid <= seats AND seats <= goal AND 0 <= newcomers AND newcomers <= seats),
  CONSTRAINT cuts_within_goal CHECK (0 <= cuts AND cuts <= goal AND 0 <= cut_fen AND cut_fen <= price_fen),
  CONSTRAINT one_formation_per_request UNIQUE (campaign_id, opener_id, request_key)
);
CREATE INDEX formation_due ON formation (deadline_at) WHERE state = 'forming' OR (state = 'formed' AND form = 'cuts');
CREATE INDEX formation_forming ON formation (campaign_id, id) WHERE state = 'forming';
CREATE INDEX formation_of_campaign ON formation (campaign_id, id);
CREATE INDEX formation_of_owner ON formation (owner_id, id);
-- One open formation a slot can't be a constraint: a kind may allow several. A script counts them.

CREATE TABLE formation_transition (
  from_state text NOT NULL,
  to_state   text NOT NULL,
  PRIMARY KEY (from_state, to_state)
);
INSERT INTO formation_transition VALUES
  ('forming', 'formed'), ('forming', 'lapsed'), ('forming', 'dissolved'), ('forming', 'claimed'),
  ('formed', 'claimed'), ('formed', 'lapsed'), ('formed', 'dissolved');

CREATE TABLE formation_history (
  formation_id text        NOT NULL,
  position     int         NOT NULL,
  from_state   text,
  to_state     text        NOT NULL,
  at           timestamptz NOT NULL,
  cause        text        NOT NULL,
  PRIMARY KEY (formation_id, position),
  FOREIGN KEY (from_state, to_state) REFERENCES formation_transition
);

-- A seat, or what the owner buys at the formation's price. At most one live order a member: who has left may come again.
ALTER TABLE orders
  ADD COLUMN formation_id text,
  ADD COLUMN is_newcomer  boolean;
CREATE UNIQUE INDEX one_live_order_per_member ON orders (formation_id, shopper_id)
  WHERE formation_id IS NOT NULL AND state IN ('held', 'paid', 'settled', 'fulfilled');
CREATE INDEX orders_of_formation ON orders (formation_id, id) WHERE formation_id IS NOT NULL;

-- What helpers gave, void ones too. day is when the helper's day began: the daily limit counts by it.
CREATE TABLE cut (
  id           text PRIMARY KEY,
  campaign_id  text        NOT NULL,
  formation_id text        NOT NULL,
  shopper_id   text        NOT NULL,
  position     int         NOT NULL,
  cut_fen      bigint      NOT NULL CHECK (cut_fen >= 1),
  is_newcomer  boolean     NOT NULL,
  day          bigint      NOT NULL,
  source       jsonb,
  request_key  text        NOT NULL,
  fingerprint  text        NOT NULL,
  generation   bigint      NOT NULL,
  sequence     bigint      NOT NULL,
  at           timestamptz NOT NULL,
  void_reason  text,
  CONSTRAINT one_cut_per_request UNIQUE (campaign_id, shopper_id, request_key)
);
CREATE UNIQUE INDEX one_cut_per_helper ON cut (formation_id, shopper_id) WHERE void_reason IS NULL;
CREATE UNIQUE INDEX one_cut_per_position ON cut (formation_id, position) WHERE void_reason IS NULL;

-- What was granted for reaching a step, once.
CREATE TABLE reward (
  formation_id text        NOT NULL,
  at_cuts      int         NOT NULL,
  role         text        NOT NULL CHECK (role IN ('owner', 'helper')),
  shopper_id   text        NOT NULL,
  kind         text        NOT NULL,
  value        jsonb       NOT NULL,
  granted_at   timestamptz NOT NULL,
  PRIMARY KEY (formation_id, at_cuts, role)
);

-- A release that also tells Redis where a formation stands.
ALTER TABLE release ADD COLUMN formation_id text;
