-- Takes a newer revision of a campaign's definition: gate, times, limit, and the units ever granted. What is granted
-- more comes into stock; it is never less.
--
-- KEYS campaign
-- ARGV generation, revision, gate, opensAt, closesAt, shopperLimit
-- EACH sku, granted
-- RETURNS OK version | OLDER | MISSING | FENCED | STALE_GENERATION generation

--- include digits, standing

local refused = standing(KEY.campaign, ARG.generation)
if refused then return refused end
if tonumber(ARG.revision) <= tonumber(redis.call('HGET', KEY.campaign, 'revision')) then return {'OLDER'} end

local more = {}
for i = 1, COUNT do
  local sku, granted = each(i)
  local before = redis.call('HGET', KEY.campaign, 'granted:' .. sku)
  more[i] = tonumber(granted) - tonumber(before or error('no offer ' .. sku))
end

local grown = 0
for i = 1, COUNT do
  local sku, granted = each(i)
  if more[i] > 0 then
    redis.call('HINCRBY', KEY.campaign, 'left:' .. sku, digits(more[i]))
    redis.call('HSET', KEY.campaign, 'granted:' .. sku, granted)
    grown = 1
  end
end
redis.call('HSET', KEY.campaign, 'revision', ARG.revision, 'gate', ARG.gate, 'opensAt', ARG.opensAt,
  'closesAt', ARG.closesAt, 'shopperLimit', ARG.shopperLimit)
return {'OK', digits(redis.call('HINCRBY', KEY.campaign, 'stockVersion', grown))}
