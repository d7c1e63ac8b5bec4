-- Why a shopper can't have so many units more of an offer, or nothing.
local function scarce(c, shoppers, shopper, sku, units)
  if not c['left:' .. sku] then return 'UNKNOWN_OFFER' end
  if tonumber(shoppers[shopper] or 0) + units > tonumber(c.shopperLimit) then return 'LIMIT_REACHED' end
  if tonumber(c['left:' .. sku]) < tonumber(units) then return 'SOLD_OUT' end
  return nil
end

-- Moves units from what is left to the shopper.
local function take_units(c, shoppers, shopper, sku, units)
  count(c, 'left:' .. sku, -units)
  count(c, 'taken:' .. sku, units)
  count(c, 'stockVersion', 1)
  count(shoppers, shopper, units)
end
