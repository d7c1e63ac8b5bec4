-- Includes what does not exist.
--
-- RETURNS OK

--- include nowhere

return {'OK'}
