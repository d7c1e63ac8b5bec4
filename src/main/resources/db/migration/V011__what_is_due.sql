-- Loose orders and seats expire apart: who looks for the one must not walk past all that is due of the other.
DROP INDEX orders_due;
CREATE INDEX orders_due ON orders (pay_by) WHERE state = 'held' AND formation_id IS NULL;
CREATE INDEX seats_due ON orders (pay_by) WHERE state = 'held' AND formation_id IS NOT NULL;
