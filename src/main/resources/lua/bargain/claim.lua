-- Sells one unit to the owner of a chain at the chain's price: the unit that the chain holds, or one that is left. While an
-- order claims a chain, nobody else can.
--
-- KEYS campaign, request, shopper, held, outbox, formation
-- ARGV generation, revision, batch, notAfter, settledThrough, windows
-- EACH request, fingerprint, refusal, outcome, shopper, sku, units, payload, chain
-- RETURNS OK now sequence previous version words left decisions | MISSING | FENCED | STALE_GENERATION generation
--   | ROLLED_BACK | TOO_LATE now | STALE_SNAPSHOT revision
-- WORDS OK, REPLAY, IDEMPOTENCY_MISMATCH, NOT_STARTED, ENDED, PAUSED, OUTSIDE, FORBIDDEN, UNKNOWN_CHAIN, UNKNOWN_OFFER,
--   LIMIT_REACHED, SOLD_OUT, NOT_OWNER, CHAIN_CLOSED, ALREADY_CLAIMED, CHAIN_NOT_DONE
-- APPENDS order_held

--- include now, digits, standing, barred, shut, lookup, once, put, outbox, sheet, take, count
--- include units, fields, cuts, decided, accepted

local asked, buyers, names, chain_ids, skus = {}, {}, {}, {}, {}
for i = 1, COUNT do
  local request, _, _, _, shopper, sku, _, _, chain = each(i)
  asked[i], buyers[i], chain_ids[i], skus[i] = request, shopper, chain, sku
  add_fields(names, chain, 'terms', 'deadline', 'count', 'rest', 'claim', 'closed')
end
local chains, save_chains = sheet(KEY.formation, names)
for i, chain in ipairs(chain_ids) do
  local terms = cuts_of(chains['terms:' .. chain])
  if terms then skus[i] = terms.sku end
end
local c, save_campaign = sheet(KEY.campaign, take_fields(skus))
local now = redis_now()
local refused = refused_whole(c, now, ARG.generation, ARG.revision, ARG.settledThrough, ARG.notAfter)
if refused then return refused end

local requests, save_requests = sheet(KEY.request, asked)
local shoppers, save_shoppers = sheet(KEY.shopper, buyers)
local holds, save_holds = sheet(KEY.held, chain_ids)
local place = ' ' .. ARG.generation .. ' ' .. digits(tonumber(c.sequence) + 1)

local function is_complete(chain, terms) return tonumber(chains['count:' .. chain]) >= terms.goal end
local function is_over(chain) return now >= tonumber(chains['deadline:' .. chain]) end

local function closed(chain, terms)
  local runs_on = terms and is_complete(chain, terms) and not is_over(chain)
  return shut(c.gate, tonumber(c.opensAt), runs_on and math.huge or tonumber(c.closesAt), ARG.windows, now)
end

local function barred_owner(chain, terms, shopper)
  if terms.owner ~= shopper then return 'NOT_OWNER' end
  if chains['closed:' .. chain] or is_over(chain) then return 'CHAIN_CLOSED' end
  if chains['claim:' .. chain] then return 'ALREADY_CLAIMED' end
  if not is_complete(chain, terms) and not terms.buys_early then return 'CHAIN_NOT_DONE' end
  return nil
end

local words, payloads, decisions = {}, {}, {}
for i = 1, COUNT do
  local request, fingerprint, refusal, outcome, shopper, _, units, payload, chain = each(i)
  local terms = cuts_of(chains['terms:' .. chain])
  words[i] = requests[request] and once(requests[request], fingerprint)
    or closed(chain, terms)
    or refusal ~= '' and refusal
    or not terms and 'UNKNOWN_CHAIN'
    or not holds[chain] and scarce(c, shoppers, shopper, terms.sku, units)
    or barred_owner(chain, terms, shopper)
    or 'OK'
  if words[i] == 'OK' then
    local has_unit = holds[chain] ~= nil
    if has_unit then
      holds[chain] = false
    else
      take_units(c, shoppers, shopper, terms.sku, units)
    end
    requests[request] = fingerprint .. ' ' .. outcome .. place
    holds[outcome] = table.concat({shopper, terms.sku, units, chain, '-'}, ' ')
    chains['claim:' .. chain] = outcome
    payloads[#payloads + 1], decisions[#decisions + 1] = decided(payload, '"sku":"' .. terms.sku
      .. '","unitPriceFen":' .. digits(terms.floor + tonumber(chains['rest:' .. chain])) .. ',"hasUnit":' .. tostring(has_unit))
  end
end

return accepted(KEY.outbox, ARG.generation, ARG.batch, ARG.settledThrough, now, c, skus, words, payloads, decisions, {
  save_campaign, save_requests, save_shoppers, save_holds, save_chains})
