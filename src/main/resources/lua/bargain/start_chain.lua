-- Starts a chain for each shopper of a batch, at most one open chain a shopper and offer. It takes no unit, but one must be
-- left that the shopper may have.
--
-- KEYS campaign, request, shopper, outbox, formation, slot
-- ARGV generation, revision, batch, notAfter, settledThrough, windows
-- EACH request, fingerprint, refusal, outcome, shopper, sku, units, payload, terms, slot, seconds, gap, parts
-- RETURNS OK now sequence previous version words left decisions | MISSING | FENCED | STALE_GENERATION generation
--   | ROLLED_BACK | TOO_LATE now | STALE_SNAPSHOT revision
-- WORDS OK, REPLAY, IDEMPOTENCY_MISMATCH, NOT_STARTED, ENDED, PAUSED, OUTSIDE, FORBIDDEN, UNKNOWN_OFFER, LIMIT_REACHED,
--   SOLD_OUT, CHAIN_OPEN
-- APPENDS formation_opened

--- include now, digits, standing, barred, shut, lookup, once, put, outbox, sheet, take, count
--- include units, decided, accepted

local asked, buyers, skus, owned = {}, {}, {}, {}
for i = 1, COUNT do
  local request, _, _, _, shopper, sku, _, _, _, slot = each(i)
  asked[i], buyers[i], skus[i], owned[i] = request, shopper, sku, slot
end
local c, save_campaign = sheet(KEY.campaign, take_fields(skus))
local now = redis_now()
local refused = refused_whole(c, now, ARG.generation, ARG.revision, ARG.settledThrough, ARG.notAfter)
if refused then return refused end

local requests, save_requests = sheet(KEY.request, asked)
local slots, save_slots = sheet(KEY.slot, owned)
local chains, save_chains = sheet(KEY.formation, {})
local shoppers = lookup(KEY.shopper, buyers)
local closes = tonumber(c.closesAt)
local closed = shut(c.gate, tonumber(c.opensAt), closes, ARG.windows, now)
local place = ' ' .. ARG.generation .. ' ' .. digits(tonumber(c.sequence) + 1)

local words, payloads, decisions = {}, {}, {}
for i = 1, COUNT do
  local request, fingerprint, refusal, outcome, shopper, sku, units, payload, terms, slot, seconds, gap, parts = each(i)
  words[i] = requests[request] and once(requests[request], fingerprint)
    or closed
    or refusal ~= '' and refusal
    or scarce(c, shoppers, shopper, sku, units)
    or tonumber(slots[slot] or 0) > 0 and 'CHAIN_OPEN'
    or 'OK'
  if words[i] == 'OK' then
    local deadline = digits(math.min(now + tonumber(seconds) * 1000, closes))
    requests[request] = fingerprint .. ' ' .. outcome .. place
    chains['terms:' .. outcome], chains['deadline:' .. outcome], chains['slot:' .. outcome] = terms, deadline, slot
    chains['count:' .. outcome], chains['rest:' .. outcome], chains['parts:' .. outcome] = '0', gap, parts
    count(slots, slot, 1)
    payloads[#payloads + 1], decisions[#decisions + 1] = decided(payload, '"deadline":' .. deadline)
  end
end

return accepted(KEY.outbox, ARG.generation, ARG.batch, ARG.settledThrough, now, c, skus, words, payloads, decisions, {
  save_campaign, save_requests, save_slots, save_chains})
