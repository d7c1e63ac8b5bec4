-- Gives back what was taken under some holds. A hold that no longer stands gives nothing: a unit goes back once. Where a
-- formation keeps its unit, the unit goes back to the formation. A formation that is closed for good stays so.
--
-- KEYS campaign, shopper, held, formation, member, slot, tally
-- ARGV generation
-- EACH hold, formation, standing, deadline
-- RETURNS OK version released | MISSING | FENCED | STALE_GENERATION generation

--- include digits, standing

local refused = standing(KEY.campaign, ARG.generation)
if refused then return refused end

local function free_slot(formation)
  local slot = redis.call('HGET', KEY.formation, 'slot:' .. formation)
  if slot then
    redis.call('HDEL', KEY.formation, 'slot:' .. formation)
    redis.call('HINCRBY', KEY.slot, slot, -1)
  end
end

local function give_back(hold, formation, standing_of, shopper, sku, units)
  redis.call('HDEL', KEY.held, hold)
  if units == '0' then return end
  if standing_of == 'keeps' then
    redis.call('HSET', KEY.held, formation, table.concat({shopper, sku, units, '-'}, ' '))
    return
  end
  redis.call('HINCRBY', KEY.campaign, 'left:' .. sku, units)
  redis.call('HINCRBY', KEY.campaign, 'taken:' .. sku, '-' .. units)
  redis.call('HINCRBY', KEY.shopper, shopper, '-' .. units)
end

-- Takes a seat, or a cut that counts for nothing, out of the formation. The mark of a cut is the day it was counted on.
local function leave(hold, formation, shopper, mark)
  local place = formation .. '|' .. shopper
  if redis.call('HGET', KEY.member, place) ~= hold then return end
  redis.call('HDEL', KEY.member, place)
  redis.call('HINCRBY', KEY.formation, 'count:' .. formation, -1)
  if mark == 'n' then redis.call('HINCRBY', KEY.formation, 'newcomers:' .. formation, -1) end
  if string.match(mark, '^%d+$') then
    redis.call('HINCRBY', KEY.tally, shopper, -1)
    redis.call('HINCRBY', KEY.tally, shopper .. '|' .. mark, -1)
  end
  if redis.call('HGET', KEY.formation, 'slot:' .. formation) == shopper then free_slot(formation) end
end

-- Gives a formation back to its owner when the order that claimed it is gone.
local function unclaim(hold, formation, deadline)
  if redis.call('HGET', KEY.formation, 'claim:' .. formation) ~= hold then return end
  redis.call('HDEL', KEY.formation, 'claim:' .. formation)
  if tonumber(deadline) > tonumber(redis.call('HGET', KEY.formation, 'deadline:' .. formation)) then
    redis.call('HSET', KEY.formation, 'deadline:' .. formation, deadline)
  end
end

-- Who has bought what the formation was for keeps the slot.
local function close(formation, standing_of)
  if redis.call('HEXISTS', KEY.formation, 'terms:' .. formation) == 0 then return end
  redis.call('HSET', KEY.formation, 'closed:' .. formation, '1')
  if standing_of == 'closed' then free_slot(formation) end
end

local released = 0
for i = 1, COUNT do
  local hold, formation, standing, deadline = each(i)
  local held = redis.call('HGET', KEY.held, hold)
  if held then
    local shopper, sku, units, seat, mark = string.match(held, '^(%S+) (%S+) (%d+) (%S+) ?(%S*)$')
    give_back(hold, formation, standing, shopper, sku, units)
    if seat ~= '-' then leave(hold, seat, shopper, mark) end
    released = released + 1
  end
  if formation ~= '' then
    unclaim(hold, formation, deadline)
    if standing == 'closed' or standing == 'bought' then close(formation, standing) end
  end
end
local version = redis.call('HINCRBY', KEY.campaign, 'stockVersion', released > 0 and 1 or 0)
return {'OK', digits(version), digits(released)}
