-- Cuts the price of chains, once a helper and chain. The last helper cuts all that is left to the floor, and takes the unit
-- for the owner where chains hold one there.
--
-- KEYS campaign, request, shopper, held, outbox, formation, member, tally
-- ARGV generation, revision, batch, notAfter, settledThrough, windows
-- EACH request, fingerprint, refusal, outcome, shopper, sku, units, payload, chain, newcomer, day, mostADay, most
-- RETURNS OK now sequence previous version words left decisions | MISSING | FENCED | STALE_GENERATION generation
--   | ROLLED_BACK | TOO_LATE now | STALE_SNAPSHOT revision
-- WORDS OK, REPLAY, IDEMPOTENCY_MISMATCH, NOT_STARTED, ENDED, PAUSED, OUTSIDE, FORBIDDEN, UNKNOWN_CHAIN, UNKNOWN_OFFER,
--   LIMIT_REACHED, SOLD_OUT, CHAIN_CLOSED, OWN_CHAIN, ALREADY_ASSISTED, ASSIST_LIMIT
-- APPENDS cut_given

--- include now, digits, standing, barred, shut, lookup, once, put, outbox, take
--- include formations, stock, counts, cuts, cut, decided

local requests, places, days, ids, asked, offers, skus, n = {}, {}, {}, {}, {}, {}, {}, 0
for i = 1, COUNT do
  local request, _, _, _, shopper, sku, _, _, chain, _, day = each(i)
  requests[i], places[i], offers[sku] = request, chain .. '|' .. shopper, true
  days[n + 1], days[n + 2], n = shopper, shopper .. '|' .. day, n + 2
  if not asked[chain] then
    asked[chain], ids[#ids + 1] = true, chain
  end
end
local chains = formations_of(KEY.formation, ids, {'terms', 'deadline', 'count', 'rest', 'parts', 'claim', 'closed'})
local owners, ending = {}, {}
for _, id in ipairs(ids) do
  local it = chains[id]
  local terms = cuts_of(it.terms)
  if terms then
    it.terms, it.deadline, it.count, it.rest =
      terms, tonumber(it.deadline), tonumber(it.count), tonumber(it.rest)
    offers[terms.sku] = true
    -- Only a complete chain can hold a unit, and only the one that completes takes one.
    if terms.holds_unit then owners[#owners + 1], ending[#ending + 1] = terms.owner, id end
  end
end
for sku in pairs(offers) do skus[#skus + 1] = sku end
local c = lookup(KEY.campaign, take_fields(skus))
local now = redis_now()
local refused = refused_whole(c, now, ARG.generation, ARG.revision, ARG.settledThrough, ARG.notAfter)
if refused then return refused end

local remembered, members, tally = lookup(KEY.request, requests), lookup(KEY.member, places), lookup(KEY.tally, days)
local counts, holds = lookup(KEY.shopper, owners), lookup(KEY.held, ending)
local left, taken = stock_of(c, skus)
local closed = shut(c.gate, tonumber(c.opensAt), tonumber(c.closesAt), ARG.windows, now)
local limit, version = tonumber(c.shopperLimit), tonumber(c.stockVersion)
local sequence = digits(tonumber(c.sequence) + 1)
local place = ' ' .. ARG.generation .. ' ' .. sequence
local bought, given = {}, {}

-- Of a shopper and of a shopper's day.
local function given_of(name) return given[name] or tonumber(tally[name]) or 0 end
local function bought_of(shopper) return bought[shopper] or tonumber(counts[shopper]) or 0 end

local function barred_helper(it, place_in, shopper, units, today, most_a_day, most)
  local terms, position = it.terms, it.count + 1
  if it.closed or it.claim or position > terms.goal or now >= it.deadline then return 'CHAIN_CLOSED' end
  if terms.owner == shopper then return 'OWN_CHAIN' end
  if members[place_in] then return 'ALREADY_ASSISTED' end
  if given_of(shopper) >= tonumber(most) or given_of(today) >= tonumber(most_a_day) then return 'ASSIST_LIMIT' end
  if takes_unit(terms, position)
    and (not left[terms.sku] or bought_of(terms.owner) + units > limit or left[terms.sku] < units) then return 'SOLD_OUT' end
  return nil
end

local words, payloads, decisions, keys, held, cuts, fields, sold, accepted = {}, {}, {}, {}, {}, {}, {}, {}, 0
for i = 1, COUNT do
  local request, fingerprint, refusal, outcome, shopper, _, units, payload, chain, newcomer, day, mostADay, most = each(i)
  local it, place_in, today, quantity = chains[chain], places[i], days[2 * i], tonumber(units)
  local terms = it.terms
  if remembered[request] then
    words[i] = once(remembered[request], fingerprint)
  elseif closed then
    words[i] = closed
  elseif refusal ~= '' then
    words[i] = refusal
  elseif not terms then
    words[i] = 'UNKNOWN_CHAIN'
  elseif not holds[chain] and (left[terms.sku] or 0) < quantity then
    words[i] = 'SOLD_OUT'
  else
    words[i] = barred_helper(it, place_in, shopper, quantity, today, mostADay, most) or 'OK'
  end
  if words[i] == 'OK' then
    local position = it.count + 1
    local fen, unit_for, deadline = cut(terms, it.rest, it.parts, position, newcomer), '', '0'
    accepted, it.count, it.rest = accepted + 1, position, it.rest - fen
    fields['count:' .. chain], fields['rest:' .. chain] = position, it.rest
    given[shopper], given[today] = given_of(shopper) + 1, given_of(today) + 1
    remembered[request], members[place_in] = fingerprint .. ' ' .. outcome .. place, outcome
    local n = 2 * accepted
    keys[n - 1], keys[n] = request, remembered[request]
    cuts[n - 1], cuts[n] = place_in, outcome
    held[#held + 1], held[#held + 2] = outcome, shopper .. ' ' .. terms.sku .. ' 0 ' .. chain .. ' ' .. day
    if position == terms.goal then
      it.deadline = now + terms.claim_within * 1000
      deadline, fields['deadline:' .. chain] = digits(it.deadline), it.deadline
    end
    if takes_unit(terms, position) then
      local sku = terms.sku
      unit_for, version, sold[sku] = terms.owner, version + 1, true
      left[sku], taken[sku] = left[sku] - quantity, taken[sku] + quantity
      bought[unit_for] = bought_of(unit_for) + quantity
      holds[chain] = unit_for .. ' ' .. sku .. ' ' .. units .. ' -'
      held[#held + 1], held[#held + 2] = chain, holds[chain]
    end
    payloads[accepted], decisions[accepted] = decided(payload, '"sku":"' .. terms.sku .. '","position":' .. digits(position)
      .. ',"cutFen":' .. digits(fen) .. ',"unitFor":"' .. unit_for .. '","deadline":' .. deadline)
  end
end

if accepted > 0 then
  append(KEY.outbox, ARG.generation .. '-' .. sequence, ARG.batch, c.batch, now, table.concat(payloads, '\n'))
  put_campaign(KEY.campaign, sequence, ARG.batch, version, sold, left, taken)
  put(KEY.request, keys)
  put_counts(KEY.shopper, bought)
  put(KEY.member, cuts)
  put(KEY.held, held)
  put_counts(KEY.tally, given)
  put_counts(KEY.formation, fields)
else
  sequence = '0'
end
trim(KEY.outbox, ARG.generation, ARG.settledThrough)
return {'OK', digits(now), sequence, c.batch, digits(version), table.concat(words, ' '), told(left),
  table.concat(decisions, '\n')}
