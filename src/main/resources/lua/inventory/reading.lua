-- One still picture of a campaign for the audit: its hash, and which of some holds still stand.
--
-- KEYS campaign, held
-- EACH hold
-- RETURNS OK fields holds | MISSING

local fields = redis.call('HGETALL', KEY.campaign)
if #fields == 0 then return {'MISSING'} end
local standing = {}
for i = 1, COUNT do
  local hold = each(i)
  local held = redis.call('HGET', KEY.held, hold)
  if held then standing[#standing + 1] = held end
end
return {'OK', fields, standing}
