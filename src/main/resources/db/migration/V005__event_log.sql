-- Where each event stands among all. One relay numbers committed rows densely, so whoever reads by position misses none.
-- arrival is taken when a row is inserted: of two events, the one whose writer knew of the other has the greater one. It
-- has holes and becomes visible out of order; it only says in which order rows that wait together are numbered.
ALTER TABLE event
  ADD COLUMN arrival  bigint GENERATED ALWAYS AS IDENTITY,
  ADD COLUMN position bigint;
CREATE UNIQUE INDEX event_by_position ON event (position);
CREATE INDEX event_unnumbered ON event (arrival) WHERE position IS NULL;
CREATE INDEX event_of_campaign ON event (campaign_id, position) WHERE type LIKE 'campaign.%';

-- The newest position. It never falls, whatever becomes of old rows.
CREATE TABLE event_relay (
  the_only         boolean PRIMARY KEY DEFAULT true CHECK (the_only),
  numbered_through bigint NOT NULL
);
INSERT INTO event_relay (numbered_through) VALUES (0);
