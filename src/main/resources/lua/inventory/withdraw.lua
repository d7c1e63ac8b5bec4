-- Takes units out of an offer for good, or says how many are left. What was granted stays as it was; what was withdrawn
-- is counted apart. Neither the time nor the gate matters.
--
-- KEYS campaign, request, outbox
-- ARGV generation, batch, notAfter, settledThrough, request, fingerprint, outcome, sku, units, payload
-- RETURNS OK now sequence previous version word left | MISSING | FENCED | STALE_GENERATION generation
--   | ROLLED_BACK | TOO_LATE now
-- WORDS OK, REPLAY, IDEMPOTENCY_MISMATCH, UNKNOWN_OFFER, SOLD_OUT
-- APPENDS stock_withdrawn

--- include now, digits, standing, barred, lookup, once, outbox

local refused = standing(KEY.campaign, ARG.generation)
if refused then return refused end

local left_of, withdrawn_of = 'left:' .. ARG.sku, 'withdrawn:' .. ARG.sku
local c = lookup(KEY.campaign, {'sequence', 'batch', 'stockVersion', left_of, withdrawn_of})
local now = redis_now()
refused = barred(c.sequence, ARG.settledThrough, now, ARG.notAfter)
if refused then return refused end

local units = string.match(ARG.units, '^[1-9]%d*$') and tonumber(ARG.units) or error('units ' .. ARG.units)
local earlier = redis.call('HGET', KEY.request, ARG.request)
local left, withdrawn = tonumber(c[left_of]), tonumber(c[withdrawn_of] or 0)

local function answer()
  if earlier then return once(earlier, ARG.fingerprint) end
  if not left then return 'UNKNOWN_OFFER' end
  if left < units then return 'SOLD_OUT' end
  return 'OK'
end

local word, sequence, version = answer(), '0', tonumber(c.stockVersion)
if word == 'OK' then
  sequence = digits(tonumber(c.sequence) + 1)
  append(KEY.outbox, ARG.generation .. '-' .. sequence, ARG.batch, c.batch, now, ARG.payload)
  left, version = left - units, version + 1
  redis.call('HSET', KEY.campaign, 'sequence', sequence, 'batch', ARG.batch, 'stockVersion', digits(version),
    left_of, digits(left), withdrawn_of, digits(withdrawn + units))
  redis.call('HSET', KEY.request, ARG.request,
    ARG.fingerprint .. ' ' .. ARG.outcome .. ' ' .. ARG.generation .. ' ' .. sequence)
end
trim(KEY.outbox, ARG.generation, ARG.settledThrough)
return {'OK', digits(now), sequence, c.batch, digits(version), word, digits(left or 0)}
