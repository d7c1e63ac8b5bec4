-- One step of a reload: replaces or fills one key of a fenced campaign. A loader that another one has ousted, by raising
-- the fence under its own token, changes nothing.
--
-- KEYS campaign, target
-- ARGV token, step
-- EACH field, value
-- RETURNS OK | OUSTED

if redis.call('HGET', KEY.campaign, 'loader') ~= ARG.token then return {'OUSTED'} end
if ARG.step == 'replace' then redis.call('DEL', KEY.target) end
if ARG.step == 'lower' then redis.call('HDEL', KEY.campaign, 'fence', 'loader') end
for i = 1, COUNT do
  local field, value = each(i)
  redis.call('HSET', KEY.target, field, value)
end
return {'OK'}
