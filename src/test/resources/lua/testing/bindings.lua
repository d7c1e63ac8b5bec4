-- Binds everything a header can name.
--
-- KEYS first, second
-- ARGV one, two
-- EACH left, right
-- RETURNS OK

--- include digits, put

return {KEY.first, KEY.second, ARG.one, ARG.two, digits(COUNT)}
