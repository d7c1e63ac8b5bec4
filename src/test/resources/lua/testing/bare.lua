-- Needs nothing.
--
-- RETURNS OK

return {'OK'}
