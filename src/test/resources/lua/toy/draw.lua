-- Gives each shopper of a batch a pack of one offer's units, held until the pack is paid for.
--
-- KEYS campaign, request, shopper, held, outbox
-- ARGV generation, revision, batch, notAfter, settledThrough, windows
-- EACH request, fingerprint, refusal, outcome, shopper, sku, units, payload
-- RETURNS OK now sequence previous version words left decisions | MISSING | FENCED | STALE_GENERATION generation
--   | ROLLED_BACK | TOO_LATE now | STALE_SNAPSHOT revision
-- WORDS OK, REPLAY, IDEMPOTENCY_MISMATCH, NOT_STARTED, ENDED, PAUSED, OUTSIDE, FORBIDDEN, UNKNOWN_OFFER, LIMIT_REACHED,
--   SOLD_OUT
-- APPENDS order_held

--- include now, digits, standing, barred, shut, lookup, once, put, outbox, sheet, take, count
--- include units, accepted

local asked, buyers, skus = {}, {}, {}
for i = 1, COUNT do
  local request, _, _, _, shopper, sku = each(i)
  asked[i], buyers[i], skus[i] = request, shopper, sku
end
local c, save_campaign = sheet(KEY.campaign, take_fields(skus))
local now = redis_now()
local refused = refused_whole(c, now, ARG.generation, ARG.revision, ARG.settledThrough, ARG.notAfter)
if refused then return refused end

local requests, save_requests = sheet(KEY.request, asked)
local shoppers, save_shoppers = sheet(KEY.shopper, buyers)
local holds, save_holds = sheet(KEY.held, {})
local closed = shut(c.gate, tonumber(c.opensAt), tonumber(c.closesAt), ARG.windows, now)
local place = ' ' .. ARG.generation .. ' ' .. digits(tonumber(c.sequence) + 1)

local words, payloads = {}, {}
for i = 1, COUNT do
  local request, fingerprint, refusal, outcome, shopper, sku, units, payload = each(i)
  words[i] = requests[request] and once(requests[request], fingerprint)
    or closed
    or refusal ~= '' and refusal
    or scarce(c, shoppers, shopper, sku, units)
    or 'OK'
  if words[i] == 'OK' then
    take_units(c, shoppers, shopper, sku, units)
    requests[request] = fingerprint .. ' ' .. outcome .. place
    holds[outcome] = table.concat({shopper, sku, units, '-'}, ' ')
    payloads[#payloads + 1] = payload
  end
end

return accepted(KEY.outbox, ARG.generation, ARG.batch, ARG.settledThrough, now, c, skus, words, payloads, {}, {
  save_campaign, save_requests, save_shoppers, save_holds})
