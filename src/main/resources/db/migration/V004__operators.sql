-- What operators and reviewers leave behind, what shoppers ask to be told, and what a campaign's report is made of.

-- A campaign that was never approved is never seen in public, whatever becomes of it.
ALTER TABLE campaign ADD COLUMN approved_at timestamptz;
UPDATE campaign SET approved_at = (
  SELECT min(at) FROM campaign_history h WHERE h.campaign_id = campaign.id AND h.to_state = 'scheduled');

-- Whether shoppers were last told that nothing is left.
ALTER TABLE campaign ADD COLUMN sold_out boolean NOT NULL DEFAULT false;

-- The audit log of changed definitions: only the members that differ, as they were and as they are. Changes of state are in
-- campaign_history; both draw their position from one sequence, so that the two can be read as one list.
CREATE TABLE campaign_edit (
  position    bigint PRIMARY KEY DEFAULT nextval(pg_get_serial_sequence('campaign_history', 'position')),
  campaign_id text        NOT NULL REFERENCES campaign,
  state       text        NOT NULL,
  revision    bigint      NOT NULL,
  at          timestamptz NOT NULL DEFAULT now(),
  actor       text        NOT NULL,
  reason      text        NOT NULL,
  before      jsonb       NOT NULL,
  after       jsonb       NOT NULL,
  UNIQUE (campaign_id, revision)
);
CREATE INDEX campaign_edit_by_campaign ON campaign_edit (campaign_id, position);

CREATE TABLE reminder (
  id          text        NOT NULL,
  campaign_id text        NOT NULL REFERENCES campaign,
  shopper_id  text        NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (campaign_id, shopper_id)
);
CREATE UNIQUE INDEX reminder_by_campaign ON reminder (campaign_id, id);

-- Requests by their answer. Each node adds what it counted in memory about once a second.
CREATE TABLE attempt_count (
  campaign_id text   NOT NULL,
  code        text   NOT NULL,
  attempts    bigint NOT NULL CHECK (attempts >= 0),
  PRIMARY KEY (campaign_id, code)
);
