-- Takes the units of an expired order again, for money that came late. It asks for stock and for room within the
-- shopper's limit, and neither for the time nor for the gate.
--
-- KEYS campaign, request, shopper, held, outbox
-- ARGV generation, batch, notAfter, settledThrough, request, fingerprint, outcome, shopper, sku, units, payload
-- RETURNS OK now sequence previous version word left | MISSING | FENCED | STALE_GENERATION generation
--   | ROLLED_BACK | TOO_LATE now
-- WORDS OK, REPLAY, IDEMPOTENCY_MISMATCH, UNKNOWN_OFFER, LIMIT_REACHED, SOLD_OUT
-- APPENDS order_reacquired

--- include now, digits, standing, barred, lookup, once, outbox

local refused = standing(KEY.campaign, ARG.generation)
if refused then return refused end

local left_of, taken_of = 'left:' .. ARG.sku, 'taken:' .. ARG.sku
local c = lookup(KEY.campaign, {'sequence', 'batch', 'shopperLimit', 'stockVersion', left_of, taken_of})
local now = redis_now()
refused = barred(c.sequence, ARG.settledThrough, now, ARG.notAfter)
if refused then return refused end

local units = string.match(ARG.units, '^[1-9]%d?%d?%d?$') and tonumber(ARG.units) or error('units ' .. ARG.units)
local earlier = redis.call('HGET', KEY.request, ARG.request)
local count = tonumber(redis.call('HGET', KEY.shopper, ARG.shopper) or 0)
local left, taken = tonumber(c[left_of]), tonumber(c[taken_of])

local function answer()
  if earlier then return once(earlier, ARG.fingerprint) end
  if not left then return 'UNKNOWN_OFFER' end
  if count + units > tonumber(c.shopperLimit) then return 'LIMIT_REACHED' end
  if left < units then return 'SOLD_OUT' end
  return 'OK'
end

local word, sequence, version = answer(), '0', tonumber(c.stockVersion)
if word == 'OK' then
  sequence = digits(tonumber(c.sequence) + 1)
  append(KEY.outbox, ARG.generation .. '-' .. sequence, ARG.batch, c.batch, now, ARG.payload)
  left, version = left - units, version + 1
  redis.call('HSET', KEY.campaign, 'sequence', sequence, 'batch', ARG.batch, 'stockVersion', digits(version),
    left_of, digits(left), taken_of, digits(taken + units))
  redis.call('HSET', KEY.request, ARG.request,
    ARG.fingerprint .. ' ' .. ARG.outcome .. ' ' .. ARG.generation .. ' ' .. sequence)
  redis.call('HSET', KEY.shopper, ARG.shopper, digits(count + units))
  redis.call('HSET', KEY.held, ARG.outcome, ARG.shopper .. ' ' .. ARG.sku .. ' ' .. ARG.units .. ' -')
end
trim(KEY.outbox, ARG.generation, ARG.settledThrough)
return {'OK', digits(now), sequence, c.batch, digits(version), word, digits(left or 0)}
