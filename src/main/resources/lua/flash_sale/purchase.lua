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

--- include now, digits, standing, barred, shut, lookup, once, put, outbox, take, stock, counts

local requests, shoppers, skus, asked = {}, {}, {}, {}
for i = 1, COUNT do
  local request, _, _, _, shopper, sku = each(i)
  requests[i], shoppers[i] = request, shopper
  if not asked[sku] then
    asked[sku], skus[#skus + 1] = true, sku
  end
end
local c = lookup(KEY.campaign, take_fields(skus))
local now = redis_now()
local refused = refused_whole(c, now, ARG.generation, ARG.revision, ARG.settledThrough, ARG.notAfter)
if refused then return refused end

local remembered = lookup(KEY.request, requests)
local counts = lookup(KEY.shopper, shoppers)
local left, taken = stock_of(c, skus)

local closed = shut(c.gate, tonumber(c.opensAt), tonumber(c.closesAt), ARG.windows, now)
local limit = tonumber(c.shopperLimit)
local sequence = digits(tonumber(c.sequence) + 1)
local place = ' ' .. ARG.generation .. ' ' .. sequence
local words, payloads, keys, holds, bought, sold, accepted = {}, {}, {}, {}, {}, {}, 0

for i = 1, COUNT do
  local request, fingerprint, refusal, outcome, shopper, sku, units, payload = each(i)
  local quantity = tonumber(units)
  if not (quantity and quantity >= 1 and quantity <= 9999 and quantity % 1 == 0) then error('units ' .. units) end
  local count = bought[shopper] or tonumber(counts[shopper]) or 0
  if remembered[request] then
    words[i] = once(remembered[request], fingerprint)
  elseif closed then
    words[i] = closed
  elseif refusal ~= '' then
    words[i] = refusal
  elseif not left[sku] then
    words[i] = 'UNKNOWN_OFFER'
  elseif count + quantity > limit then
    words[i] = 'LIMIT_REACHED'
  elseif left[sku] < quantity then
    words[i] = 'SOLD_OUT'
  else
    words[i], accepted = 'OK', accepted + 1
    left[sku], taken[sku], sold[sku] = left[sku] - quantity, taken[sku] + quantity, true
    bought[shopper] = count + quantity
    remembered[request] = fingerprint .. ' ' .. outcome .. place
    payloads[accepted] = payload
    keys[2 * accepted - 1], keys[2 * accepted] = request, remembered[request]
    holds[2 * accepted - 1], holds[2 * accepted] = outcome, shopper .. ' ' .. sku .. ' ' .. units .. ' -'
  end
end

local version = tonumber(c.stockVersion)
if accepted > 0 then
  append(KEY.outbox, ARG.generation .. '-' .. sequence, ARG.batch, c.batch, now, table.concat(payloads, '\n'))
  version = version + 1
  put_campaign(KEY.campaign, sequence, ARG.batch, version, sold, left, taken)
  put(KEY.request, keys)
  put_counts(KEY.shopper, bought)
  put(KEY.held, holds)
else
  sequence = '0'
end
trim(KEY.outbox, ARG.generation, ARG.settledThrough)

return {'OK', digits(now), sequence, c.batch, digits(version), table.concat(words, ' '), told(left)}
