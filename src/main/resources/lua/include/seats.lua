-- The terms of a formation of seats, or nothing when there is none.
local function seats_of(terms)
  if not terms then return nil end
  local sku, goal, price, newcomers, runs_on = string.match(terms, '^(%S+) (%d+) (%d+) (%d+) ([01])$')
  return {sku = sku, goal = tonumber(goal), price = price, newcomers = tonumber(newcomers), runs_on = runs_on == '1'}
end
