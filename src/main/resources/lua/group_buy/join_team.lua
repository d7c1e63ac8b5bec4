-- Seats the shoppers of a batch in teams: one unit each, held until it is paid for. Who comes when as few seats are free as
-- newcomers are still missing must be one.
--
-- KEYS campaign, request, shopper, held, outbox, formation, member
-- ARGV generation, revision, batch, notAfter, settledThrough, windows
-- EACH request, fingerprint, refusal, outcome, shopper, sku, units, payload, team, mark
-- RETURNS OK now sequence previous version words left decisions | MISSING | FENCED | STALE_GENERATION generation
--   | ROLLED_BACK | TOO_LATE now | STALE_SNAPSHOT revision
-- WORDS OK, REPLAY, IDEMPOTENCY_MISMATCH, NOT_STARTED, ENDED, PAUSED, OUTSIDE, FORBIDDEN, UNKNOWN_TEAM, UNKNOWN_OFFER,
--   LIMIT_REACHED, SOLD_OUT, TEAM_CLOSED, ALREADY_MEMBER, TEAM_FULL
-- APPENDS order_held

--- include now, digits, standing, barred, shut, lookup, once, put, outbox, take
--- include formations, stock, counts, seats, decided

local requests, shoppers, places, ids, asked, offers, skus = {}, {}, {}, {}, {}, {}, {}
for i = 1, COUNT do
  local request, _, _, _, shopper, sku, _, _, team = each(i)
  requests[i], shoppers[i], places[i], offers[sku] = request, shopper, team .. '|' .. shopper, true
  if not asked[team] then
    asked[team], ids[#ids + 1] = true, team
  end
end
local teams = formations_of(KEY.formation, ids, {'terms', 'deadline', 'count', 'newcomers', 'closed'})
for _, id in ipairs(ids) do
  local it = teams[id]
  local terms = seats_of(it.terms)
  if terms then
    it.terms, it.deadline, it.count, it.newcomers =
      terms, tonumber(it.deadline), tonumber(it.count), tonumber(it.newcomers)
    offers[terms.sku] = true
  end
end
for sku in pairs(offers) do skus[#skus + 1] = sku end
local c = lookup(KEY.campaign, take_fields(skus))
local now = redis_now()
local refused = refused_whole(c, now, ARG.generation, ARG.revision, ARG.settledThrough, ARG.notAfter)
if refused then return refused end

local remembered, counts, members = lookup(KEY.request, requests), lookup(KEY.shopper, shoppers), lookup(KEY.member, places)
local left, taken = stock_of(c, skus)
local opens = tonumber(c.opensAt)
local closed = shut(c.gate, opens, tonumber(c.closesAt), ARG.windows, now)
local closed_to_late = shut(c.gate, opens, math.huge, ARG.windows, now)
local limit, version = tonumber(c.shopperLimit), tonumber(c.stockVersion)
local sequence = digits(tonumber(c.sequence) + 1)
local place = ' ' .. ARG.generation .. ' ' .. sequence

local function seatless(it, seat, mark)
  local terms = it.terms
  if it.closed or now >= it.deadline then return 'TEAM_CLOSED' end
  if members[seat] then return 'ALREADY_MEMBER' end
  local free = terms.goal - it.count
  if free < 1 or (mark ~= 'n' and free <= terms.newcomers - it.newcomers) then return 'TEAM_FULL' end
  return nil
end

local words, payloads, decisions, keys, holds, seats, fields = {}, {}, {}, {}, {}, {}, {}
local bought, sold, accepted = {}, {}, 0
for i = 1, COUNT do
  local request, fingerprint, refusal, outcome, shopper, _, units, payload, team, mark = each(i)
  local it, seat, quantity = teams[team], places[i], tonumber(units)
  local terms = it.terms
  local count = bought[shopper] or tonumber(counts[shopper]) or 0
  local shut_now = closed
  if terms and terms.runs_on then shut_now = closed_to_late end
  if remembered[request] then
    words[i] = once(remembered[request], fingerprint)
  elseif shut_now then
    words[i] = shut_now
  elseif refusal ~= '' then
    words[i] = refusal
  elseif not terms then
    words[i] = 'UNKNOWN_TEAM'
  elseif not left[terms.sku] then
    words[i] = 'UNKNOWN_OFFER'
  elseif count + quantity > limit then
    words[i] = 'LIMIT_REACHED'
  elseif left[terms.sku] < quantity then
    words[i] = 'SOLD_OUT'
  else
    words[i] = seatless(it, seat, mark) or 'OK'
  end
  if words[i] == 'OK' then
    local sku = terms.sku
    accepted, version = accepted + 1, version + 1
    left[sku], taken[sku], sold[sku] = left[sku] - quantity, taken[sku] + quantity, true
    bought[shopper] = count + quantity
    remembered[request], members[seat] = fingerprint .. ' ' .. outcome .. place, outcome
    it.count = it.count + 1
    fields['count:' .. team] = it.count
    if mark == 'n' then
      it.newcomers = it.newcomers + 1
      fields['newcomers:' .. team] = it.newcomers
    end
    payloads[accepted], decisions[accepted] = decided(payload, '"sku":"' .. sku .. '","unitPriceFen":' .. terms.price)
    local n = 2 * accepted
    keys[n - 1], keys[n] = request, remembered[request]
    seats[n - 1], seats[n] = seat, outcome
    holds[n - 1], holds[n] = outcome, shopper .. ' ' .. sku .. ' ' .. units .. ' ' .. team .. ' ' .. mark
  end
end

if accepted > 0 then
  append(KEY.outbox, ARG.generation .. '-' .. sequence, ARG.batch, c.batch, now, table.concat(payloads, '\n'))
  put_campaign(KEY.campaign, sequence, ARG.batch, version, sold, left, taken)
  put(KEY.request, keys)
  put_counts(KEY.shopper, bought)
  put(KEY.member, seats)
  put(KEY.held, holds)
  put_counts(KEY.formation, fields)
else
  sequence = '0'
end
trim(KEY.outbox, ARG.generation, ARG.settledThrough)
return {'OK', digits(now), sequence, c.batch, digits(version), table.concat(words, ' '), told(left),
  table.concat(decisions, '\n')}
