-- Webhooks: where events are sent, how far each campaign's have got there, and what became of every attempt.

-- Whoever reads a campaign's events behind a position; only numbered rows, so that settling does not pay for it.
CREATE INDEX event_by_campaign ON event (campaign_id, position) WHERE position IS NOT NULL;

-- Every event up to scanned_through is counted into the webhook's places. The secrets are needed to sign, so they are kept.
CREATE TABLE webhook (
  id               text PRIMARY KEY,
  url              text        NOT NULL,
  events           text[]      NOT NULL,
  secret           text        NOT NULL,
  old_secret       text,
  old_secret_until timestamptz,
  scanned_through  bigint      NOT NULL,
  created_by       text        NOT NULL,
  created_at       timestamptz NOT NULL DEFAULT now(),
  last_success_at  timestamptz,
  disabled_at      timestamptz,
  disabled_reason  text,
  CHECK ((old_secret IS NULL) = (old_secret_until IS NULL)),
  CHECK ((disabled_at IS NULL) = (disabled_reason IS NULL))
);

-- How far one campaign's events were delivered. Whoever sends them holds the lease, until next_attempt_at.
CREATE TABLE webhook_place (
  webhook_id        text        NOT NULL REFERENCES webhook ON DELETE CASCADE,
  campaign_id       text        NOT NULL,
  delivered_through bigint      NOT NULL,
  newest            bigint      NOT NULL,
  attempts          int         NOT NULL DEFAULT 0,
  failing_since     timestamptz,
  next_attempt_at   timestamptz NOT NULL DEFAULT now(),
  lease             text,
  PRIMARY KEY (webhook_id, campaign_id)
);
CREATE INDEX webhook_place_due ON webhook_place (webhook_id, next_attempt_at) WHERE delivered_through < newest;
CREATE INDEX webhook_place_done ON webhook_place (next_attempt_at) WHERE delivered_through >= newest;

-- Kept for a week. Without a foreign key: the log of a deleted webhook ages out like any other.
CREATE TABLE webhook_delivery (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  webhook_id  text        NOT NULL,
  event_id    text        NOT NULL,
  type        text        NOT NULL,
  campaign_id text        NOT NULL,
  at          timestamptz NOT NULL,
  attempt     int         NOT NULL,
  status      int,
  error       text,
  millis      bigint      NOT NULL
);
CREATE INDEX webhook_delivery_by_webhook ON webhook_delivery (webhook_id, id);
CREATE INDEX webhook_delivery_by_age ON webhook_delivery (at);

-- What time demands of campaigns, each found by an index of its own.
CREATE INDEX campaign_to_announce ON campaign (announce_at) WHERE announced_at IS NULL;
CREATE INDEX campaign_to_end ON campaign (closes_at) WHERE state IN ('live', 'paused');

-- When an ended campaign is looked at again for being settled, and a settled one for being archived.
ALTER TABLE campaign ADD COLUMN next_look_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX campaign_to_wind_up ON campaign (next_look_at) WHERE state IN ('ended', 'settled');

-- Archived campaigns whose keys and batches are being deleted. The row is the retry.
CREATE TABLE archived_campaign (
  campaign_id  text PRIMARY KEY REFERENCES campaign,
  is_swept     boolean     NOT NULL DEFAULT false,
  next_look_at timestamptz NOT NULL
);
CREATE INDEX archived_campaign_due ON archived_campaign (next_look_at);
