-- A formation's row changes with every seat and cut, in no indexed column. With room on its page the new version stays there,
-- and none of the indexes is written: without it the first change of each formation on a full page wrote all six.
ALTER TABLE formation SET (fillfactor = 80);

-- What never changes is checked as one: each check is read anew and called for every changed row.
ALTER TABLE formation
  DROP CONSTRAINT formation_form_check,
  DROP CONSTRAINT formation_goal_check,
  DROP CONSTRAINT formation_price_fen_check,
  ADD CONSTRAINT formation_check CHECK (form IN ('seats', 'cuts') AND goal >= 1 AND price_fen >= 0);
