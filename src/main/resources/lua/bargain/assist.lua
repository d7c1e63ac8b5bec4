-- Cuts the price of chains, once a helper and chain. The last helper cuts all that is left to the floor, and takes the unit
-- for the owner where chains hold one there.
--
-- KEYS campaign, request, shopper, held, outbox, formation, member, tally
-- ARGV generation, revision, batch, notAfter, settledThrough, windows
-- EACH request, fingerprint, refusal, outcome, shopper, sku, units, payload, chain, newcomer, day, mostADay, most
-- RETURNS OK now sequence previous version words left outcomes | MISSING | FENCED | STALE_GENERATION generation
--   | ROLLED_BACK | TOO_LATE now | STALE_SNAPSHOT revision
-- WORDS OK, REPLAY, IDEMPOTENCY_MISMATCH, NOT_STARTED, ENDED, PAUSED, OUTSIDE, FORBIDDEN, UNKNOWN_CHAIN, UNKNOWN_OFFER,
--   LIMIT_REACHED, SOLD_OUT, CHAIN_CLOSED, OWN_CHAIN, ALREADY_ASSISTED, ASSIST_LIMIT
-- APPENDS cut_given

--- include now, digits, standing, barred, shut, lookup, once, put, outbox, sheet, take, count
--- include units, fields, cuts, decided, accepted

local asked, names, chain_ids, places, days, skus, owners = {}, {}, {}, {}, {}, {}, {}
for i = 1, COUNT do
  local request, _, _, _, shopper, sku, _, _, chain, _, day = each(i)
  asked[i], chain_ids[i], places[i], skus[i] = request, chain, chain .. '|' .. shopper, sku
  days[#days + 1], days[#days + 2] = shopper, shopper .. '|' .. day
  add_fields(names, chain, 'terms', 'deadline', 'count', 'rest', 'parts', 'claim', 'closed')
end
local chains, save_chains = sheet(KEY.formation, names)
for i, chain in ipairs(chain_ids) do
  local terms = cuts_of(chains['terms:' .. chain])
  if terms then skus[i], owners[#owners + 1] = terms.sku, terms.owner end
end
local c, save_campaign = sheet(KEY.campaign, take_fields(skus))
local now = redis_now()
local refused = refused_whole(c, now, ARG.generation, ARG.revision, ARG.settledThrough, ARG.notAfter)
if refused then return refused end

local requests, save_requests = sheet(KEY.request, asked)
local shoppers, save_shoppers = sheet(KEY.shopper, owners)
local holds, save_holds = sheet(KEY.held, chain_ids)
local members, save_members = sheet(KEY.member, places)
local tally, save_tally = sheet(KEY.tally, days)
local closed = shut(c.gate, tonumber(c.opensAt), tonumber(c.closesAt), ARG.windows, now)
local place = ' ' .. ARG.generation .. ' ' .. digits(tonumber(c.sequence) + 1)

local function takes_unit(terms, position) return terms.holds_unit and position == terms.goal end

local function sold_out(chain, terms, units)
  return not holds[chain] and tonumber(c['left:' .. terms.sku] or 0) < tonumber(units)
end

local function barred_helper(chain, terms, shopper, units, day, most_a_day, most)
  local position = tonumber(chains['count:' .. chain]) + 1
  if chains['closed:' .. chain] or chains['claim:' .. chain] or position > terms.goal
    or now >= tonumber(chains['deadline:' .. chain]) then return 'CHAIN_CLOSED' end
  if terms.owner == shopper then return 'OWN_CHAIN' end
  if members[chain .. '|' .. shopper] then return 'ALREADY_ASSISTED' end
  local given, today = tonumber(tally[shopper] or 0), tonumber(tally[shopper .. '|' .. day] or 0)
  if given >= tonumber(most) or today >= tonumber(most_a_day) then return 'ASSIST_LIMIT' end
  if takes_unit(terms, position) and scarce(c, shoppers, terms.owner, terms.sku, units) then return 'SOLD_OUT' end
  return nil
end

local function cut(chain, terms, position, newcomer)
  local gap, to_come, at = tonumber(chains['rest:' .. chain]), terms.goal - position, 0
  if to_come == 0 then return gap end
  local wanted
  for part in string.gmatch(chains['parts:' .. chain], '%d+') do
    at = at + 1
    if at == position then wanted = tonumber(part) end
  end
  if newcomer == '1' then wanted = math.floor(wanted * terms.weight / 100) end
  local least, most = math.max(terms.min, gap - to_come * terms.max), math.min(terms.max, gap - to_come * terms.min)
  return math.min(math.max(wanted, least), most)
end

local words, payloads = {}, {}
for i = 1, COUNT do
  local request, fingerprint, refusal, outcome, shopper, _, units, payload, chain, newcomer, day, mostADay, most = each(i)
  local terms = cuts_of(chains['terms:' .. chain])
  words[i] = requests[request] and once(requests[request], fingerprint)
    or closed
    or refusal ~= '' and refusal
    or not terms and 'UNKNOWN_CHAIN'
    or sold_out(chain, terms, units) and 'SOLD_OUT'
    or barred_helper(chain, terms, shopper, units, day, mostADay, most)
    or 'OK'
  if words[i] == 'OK' then
    count(chains, 'count:' .. chain, 1)
    local position = tonumber(chains['count:' .. chain])
    local fen, unit_for, deadline = cut(chain, terms, position, newcomer), '', '0'
    count(chains, 'rest:' .. chain, -fen)
    count(tally, shopper, 1)
    count(tally, shopper .. '|' .. day, 1)
    requests[request] = fingerprint .. ' ' .. outcome .. place
    members[chain .. '|' .. shopper] = outcome
    holds[outcome] = table.concat({shopper, terms.sku, '0', chain, day}, ' ')
    if position == terms.goal then
      deadline = digits(now + terms.claim_within * 1000)
      chains['deadline:' .. chain] = deadline
    end
    if takes_unit(terms, position) then
      unit_for = terms.owner
      take_units(c, shoppers, terms.owner, terms.sku, units)
      holds[chain] = table.concat({terms.owner, terms.sku, units, '-'}, ' ')
    end
    payloads[#payloads + 1] = decided(payload, 'sku', '"' .. terms.sku .. '"', 'position', digits(position),
      'cutFen', digits(fen), 'unitFor', '"' .. unit_for .. '"', 'deadline', deadline)
  end
end

return accepted(KEY.outbox, ARG.generation, ARG.batch, ARG.settledThrough, now, c, skus, words, payloads, {
  save_campaign, save_requests, save_shoppers, save_chains, save_members, save_holds, save_tally})
