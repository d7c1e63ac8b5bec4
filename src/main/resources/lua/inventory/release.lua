-- Gives back what was taken under some holds. A hold that no longer stands gives nothing: a unit goes back once.
--
-- KEYS campaign, shopper, held
-- ARGV generation
-- EACH hold
-- RETURNS OK version released | MISSING | FENCED | STALE_GENERATION generation

--- include digits, standing

local refused = standing(KEY.campaign, ARG.generation)
if refused then return refused end

local released = 0
for i = 1, COUNT do
  local hold = each(i)
  local held = redis.call('HGET', KEY.held, hold)
  if held then
    local shopper, sku, units = string.match(held, '^(%S+) (%S+) (%d+) ')
    redis.call('HDEL', KEY.held, hold)
    redis.call('HINCRBY', KEY.campaign, 'left:' .. sku, units)
    redis.call('HINCRBY', KEY.campaign, 'taken:' .. sku, '-' .. units)
    redis.call('HINCRBY', KEY.shopper, shopper, '-' .. units)
    released = released + 1
  end
end
local version = redis.call('HINCRBY', KEY.campaign, 'stockVersion', released > 0 and 1 or 0)
return {'OK', digits(version), digits(released)}
