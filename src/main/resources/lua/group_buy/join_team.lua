-- Seats the shoppers of a batch in teams: one unit each, held until it is paid for. Who comes when as few seats are free as
-- newcomers are still missing must be one.
--
-- KEYS campaign, request, shopper, held, outbox, formation, member
-- ARGV generation, revision, batch, notAfter, settledThrough, windows
-- EACH request, fingerprint, refusal, outcome, shopper, sku, units, payload, team, mark
-- RETURNS OK now sequence previous version words left outcomes | MISSING | FENCED | STALE_GENERATION generation
--   | ROLLED_BACK | TOO_LATE now | STALE_SNAPSHOT revision
-- WORDS OK, REPLAY, IDEMPOTENCY_MISMATCH, NOT_STARTED, ENDED, PAUSED, OUTSIDE, FORBIDDEN, UNKNOWN_TEAM, UNKNOWN_OFFER,
--   LIMIT_REACHED, SOLD_OUT, TEAM_CLOSED, ALREADY_MEMBER, TEAM_FULL
-- APPENDS order_held

--- include now, digits, standing, barred, shut, lookup, once, put, outbox, sheet, take, count
--- include units, fields, seats, decided, accepted

local asked, buyers, names, places, skus = {}, {}, {}, {}, {}
for i = 1, COUNT do
  local request, _, _, _, shopper, sku, _, _, team = each(i)
  asked[i], buyers[i], places[i], skus[i] = request, shopper, team .. '|' .. shopper, sku
  add_fields(names, team, 'terms', 'deadline', 'count', 'newcomers', 'closed')
end
local teams, save_teams = sheet(KEY.formation, names)
for i = 1, COUNT do
  local _, _, _, _, _, _, _, _, team = each(i)
  local terms = seats_of(teams['terms:' .. team])
  skus[i] = terms and terms.sku or skus[i]
end
local c, save_campaign = sheet(KEY.campaign, take_fields(skus))
local now = redis_now()
local refused = refused_whole(c, now, ARG.generation, ARG.revision, ARG.settledThrough, ARG.notAfter)
if refused then return refused end

local requests, save_requests = sheet(KEY.request, asked)
local shoppers, save_shoppers = sheet(KEY.shopper, buyers)
local members, save_members = sheet(KEY.member, places)
local holds, save_holds = sheet(KEY.held, {})
local place = ' ' .. ARG.generation .. ' ' .. digits(tonumber(c.sequence) + 1)

local function closed(terms)
  local closes = terms and terms.runs_on and math.huge or tonumber(c.closesAt)
  return shut(c.gate, tonumber(c.opensAt), closes, ARG.windows, now)
end

local function seatless(team, terms, shopper, mark)
  if teams['closed:' .. team] or now >= tonumber(teams['deadline:' .. team]) then return 'TEAM_CLOSED' end
  if members[team .. '|' .. shopper] then return 'ALREADY_MEMBER' end
  local free = terms.goal - tonumber(teams['count:' .. team])
  local missing = terms.newcomers - tonumber(teams['newcomers:' .. team])
  if free < 1 or (mark ~= 'n' and free <= missing) then return 'TEAM_FULL' end
  return nil
end

local words, payloads = {}, {}
for i = 1, COUNT do
  local request, fingerprint, refusal, outcome, shopper, _, units, payload, team, mark = each(i)
  local terms = seats_of(teams['terms:' .. team])
  words[i] = requests[request] and once(requests[request], fingerprint)
    or closed(terms)
    or refusal ~= '' and refusal
    or not terms and 'UNKNOWN_TEAM'
    or scarce(c, shoppers, shopper, terms.sku, units)
    or seatless(team, terms, shopper, mark)
    or 'OK'
  if words[i] == 'OK' then
    take_units(c, shoppers, shopper, terms.sku, units)
    requests[request] = fingerprint .. ' ' .. outcome .. place
    holds[outcome] = table.concat({shopper, terms.sku, units, team, mark}, ' ')
    members[team .. '|' .. shopper] = outcome
    count(teams, 'count:' .. team, 1)
    count(teams, 'newcomers:' .. team, mark == 'n' and 1 or 0)
    payloads[#payloads + 1] = decided(payload, 'sku', '"' .. terms.sku .. '"', 'unitPriceFen', terms.price)
  end
end

return accepted(KEY.outbox, ARG.generation, ARG.batch, ARG.settledThrough, now, c, skus, words, payloads, {
  save_campaign, save_requests, save_shoppers, save_teams, save_members, save_holds})
