-- Sells units of a campaign's offers to the shoppers of one batch, one after the other, against one picture of the
-- campaign that is read at the start and written at the end. What was accepted becomes one outbox entry.
--
-- KEYS campaign, request, shopper, held, outbox
-- ARGV generation, revision, batch, notAfter, settledThrough, windows
-- EACH request, fingerprint, refusal, outcome, shopper, sku, units, payload
-- RETURNS OK now sequence previous version words left | MISSING | FENCED | STALE_GENERATION generation
--   | ROLLED_BACK | TOO_LATE now | STALE_SNAPSHOT revision
-- WORDS OK, REPLAY, IDEMPOTENCY_MISMATCH, NOT_STARTED, ENDED, PAUSED, OUTSIDE, FORBIDDEN, LIMIT_REACHED,
--   UNKNOWN_OFFER, SOLD_OUT
-- APPENDS order_held

--- include now, digits, standing, shut, lookup, once, put

local refused = standing(KEY.campaign, ARG.generation)
if refused then return refused end

local c = lookup(KEY.campaign, {
  'sequence', 'batch', 'revision', 'gate', 'opensAt', 'closesAt', 'shopperLimit', 'stockVersion'})
local now = redis_now()
if tonumber(ARG.settledThrough) > tonumber(c.sequence) then return {'ROLLED_BACK'} end
if now > tonumber(ARG.notAfter) then return {'TOO_LATE', digits(now)} end
if tonumber(ARG.revision) < tonumber(c.revision) then return {'STALE_SNAPSHOT', c.revision} end

local requests, shoppers, stocks = {}, {}, {}
for i = 1, COUNT do
  local request, _, _, _, shopper, sku = each(i)
  requests[i], shoppers[i] = request, shopper
  stocks[2 * i - 1], stocks[2 * i] = 'left:' .. sku, 'taken:' .. sku
end
local remembered = lookup(KEY.request, requests)
local counts = lookup(KEY.shopper, shoppers)
local stock = lookup(KEY.campaign, stocks)

local closed = shut(c.gate, tonumber(c.opensAt), tonumber(c.closesAt), ARG.windows, now)
local limit = tonumber(c.shopperLimit)
local sequence = digits(tonumber(c.sequence) + 1)
local words, payloads, keys, holds, touched = {}, {}, {}, {}, {}

for i = 1, COUNT do
  local request, fingerprint, refusal, outcome, shopper, sku, units, payload = each(i)
  local quantity = string.match(units, '^[1-9]%d?%d?%d?$') and tonumber(units) or error('units ' .. units)
  local left = tonumber(stock['left:' .. sku])
  local count = tonumber(counts[shopper] or 0)
  if remembered[request] then
    words[i] = once(remembered[request], fingerprint)
  elseif closed then
    words[i] = closed
  elseif refusal ~= '' then
    words[i] = refusal
  elseif not left then
    words[i] = 'UNKNOWN_OFFER'
  elseif count + quantity > limit then
    words[i] = 'LIMIT_REACHED'
  elseif left < quantity then
    words[i] = 'SOLD_OUT'
  else
    words[i] = 'OK'
    stock['left:' .. sku] = digits(left - quantity)
    stock['taken:' .. sku] = digits(tonumber(stock['taken:' .. sku]) + quantity)
    counts[shopper] = digits(count + quantity)
    remembered[request] = fingerprint .. ' ' .. outcome .. ' ' .. ARG.generation .. ' ' .. sequence
    touched['left:' .. sku], touched['taken:' .. sku] = true, true
    payloads[#payloads + 1] = payload
    keys[#keys + 1], keys[#keys + 2] = request, remembered[request]
    holds[#holds + 1], holds[#holds + 2] = outcome, shopper .. ' ' .. sku .. ' ' .. units .. ' -'
  end
end

local version = tonumber(c.stockVersion)
if #payloads > 0 then
  -- The only write that can fail goes first.
  redis.call('XADD', KEY.outbox, ARG.generation .. '-' .. sequence,
    'batch', ARG.batch, 'prev', c.batch, 'at', digits(now), 'outcomes', table.concat(payloads, '\n'))
  version = version + 1
  local fields = {'sequence', sequence, 'batch', ARG.batch, 'stockVersion', digits(version)}
  for name in pairs(touched) do
    fields[#fields + 1], fields[#fields + 2] = name, stock[name]
  end
  local takers = {}
  for shopper, count in pairs(counts) do
    takers[#takers + 1], takers[#takers + 2] = shopper, count
  end
  put(KEY.campaign, fields)
  put(KEY.request, keys)
  put(KEY.shopper, takers)
  put(KEY.held, holds)
else
  sequence = '0'
end
redis.call('XTRIM', KEY.outbox, 'MINID', ARG.generation .. '-' .. digits(tonumber(ARG.settledThrough) + 1))

local left = {}
for name, units in pairs(stock) do
  if string.sub(name, 1, 5) == 'left:' then left[#left + 1] = string.sub(name, 6) .. '=' .. units end
end
return {'OK', digits(now), sequence, c.batch, digits(version), table.concat(words, ' '), table.concat(left, ' ')}
