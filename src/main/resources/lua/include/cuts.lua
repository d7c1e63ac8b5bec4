-- The terms of a formation of cuts, or nothing when there is none.
local function cuts_of(terms)
  if not terms then return nil end
  local sku, goal, _, owner, floor, min, max, weight, claim_within, holds_unit, buys_early =
    string.match(terms, '^(%S+) (%d+) (%d+) (%S+) (%d+) (%d+) (%d+) (%d+) (%d+) ([01]) ([01])$')
  return {
    sku = sku, goal = tonumber(goal), owner = owner, floor = tonumber(floor), min = tonumber(min), max = tonumber(max),
    weight = tonumber(weight), claim_within = tonumber(claim_within), holds_unit = holds_unit == '1',
    buys_early = buys_early == '1'}
end
