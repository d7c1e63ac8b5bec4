-- Closes the gate of a campaign whose time is over, and says how far its outbox goes. Where its time is not over by Redis'
-- own clock, nothing changes.
--
-- KEYS campaign
-- ARGV generation
-- RETURNS OK sequence | EARLY | MISSING | FENCED | STALE_GENERATION generation

--- include now, digits, standing

local refused = standing(KEY.campaign, ARG.generation)
if refused then return refused end
local closes_at, sequence = unpack(redis.call('HMGET', KEY.campaign, 'closesAt', 'sequence'))
if redis_now() < tonumber(closes_at) then return {'EARLY'} end
redis.call('HSET', KEY.campaign, 'gate', 'closed')
return {'OK', digits(tonumber(sequence))}
