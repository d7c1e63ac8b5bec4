-- Opens a team for each shopper of a batch, with its first seat: one unit, held until it is paid for. What a team promises is
-- kept as it was when it opened.
--
-- KEYS campaign, request, shopper, held, outbox, formation, member, slot
-- ARGV generation, revision, batch, notAfter, settledThrough, windows
-- EACH request, fingerprint, refusal, outcome, shopper, sku, units, payload, team, terms, slot, slotLimit, seconds, mark
-- RETURNS OK now sequence previous version words left decisions | MISSING | FENCED | STALE_GENERATION generation
--   | ROLLED_BACK | TOO_LATE now | STALE_SNAPSHOT revision
-- WORDS OK, REPLAY, IDEMPOTENCY_MISMATCH, NOT_STARTED, ENDED, PAUSED, OUTSIDE, FORBIDDEN, UNKNOWN_OFFER, LIMIT_REACHED,
--   SOLD_OUT, TEAM_LIMIT
-- APPENDS order_held

--- include now, digits, standing, barred, shut, lookup, once, put, outbox, sheet, take, count
--- include units, seats, decided, accepted

local asked, buyers, skus, owned = {}, {}, {}, {}
for i = 1, COUNT do
  local request, _, _, _, shopper, sku, _, _, _, _, slot = each(i)
  asked[i], buyers[i], skus[i], owned[i] = request, shopper, sku, slot
end
local c, save_campaign = sheet(KEY.campaign, take_fields(skus))
local now = redis_now()
local refused = refused_whole(c, now, ARG.generation, ARG.revision, ARG.settledThrough, ARG.notAfter)
if refused then return refused end

local requests, save_requests = sheet(KEY.request, asked)
local shoppers, save_shoppers = sheet(KEY.shopper, buyers)
local slots, save_slots = sheet(KEY.slot, owned)
local holds, save_holds = sheet(KEY.held, {})
local teams, save_teams = sheet(KEY.formation, {})
local members, save_members = sheet(KEY.member, {})
local closes = tonumber(c.closesAt)
local closed = shut(c.gate, tonumber(c.opensAt), closes, ARG.windows, now)
local place = ' ' .. ARG.generation .. ' ' .. digits(tonumber(c.sequence) + 1)

local function full(slot, most)
  if tonumber(slots[slot] or 0) + 1 > tonumber(most) then return 'TEAM_LIMIT' end
  return nil
end

local words, payloads, decisions = {}, {}, {}
for i = 1, COUNT do
  local request, fingerprint, refusal, outcome, shopper, sku, units, payload, team, terms, slot, slotLimit, seconds, mark = each(i)
  words[i] = requests[request] and once(requests[request], fingerprint)
    or closed
    or refusal ~= '' and refusal
    or scarce(c, shoppers, shopper, sku, units)
    or full(slot, slotLimit)
    or 'OK'
  if words[i] == 'OK' then
    local deadline = now + tonumber(seconds) * 1000
    if not seats_of(terms).runs_on then deadline = math.min(deadline, closes) end
    take_units(c, shoppers, shopper, sku, units)
    requests[request] = fingerprint .. ' ' .. outcome .. place
    holds[outcome] = table.concat({shopper, sku, units, team, mark}, ' ')
    teams['terms:' .. team], teams['deadline:' .. team], teams['slot:' .. team] = terms, digits(deadline), slot
    teams['count:' .. team], teams['newcomers:' .. team] = '1', mark == 'n' and '1' or '0'
    members[team .. '|' .. shopper] = outcome
    count(slots, slot, 1)
    payloads[#payloads + 1], decisions[#decisions + 1] = decided(payload, '"deadline":' .. digits(deadline))
  end
end

return accepted(KEY.outbox, ARG.generation, ARG.batch, ARG.settledThrough, now, c, skus, words, payloads, decisions, {
  save_campaign, save_requests, save_shoppers, save_slots, save_holds, save_teams, save_members})
