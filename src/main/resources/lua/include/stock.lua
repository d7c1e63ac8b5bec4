-- What is left and taken of these offers, as numbers by sku; an unknown offer is left out.
local function stock_of(c, skus)
  local left, taken = {}, {}
  for _, sku in ipairs(skus) do
    left[sku], taken[sku] = tonumber(c['left:' .. sku]), tonumber(c['taken:' .. sku])
  end
  return left, taken
end

-- Writes the campaign's new head, with the stock of the offers that sold.
local function put_campaign(campaign, sequence, batch, version, sold, left, taken)
  local fields = {'sequence', sequence, 'batch', batch}
  if next(sold) then fields[5], fields[6] = 'stockVersion', digits(version) end
  for sku in pairs(sold) do
    fields[#fields + 1], fields[#fields + 2] = 'left:' .. sku, digits(left[sku])
    fields[#fields + 1], fields[#fields + 2] = 'taken:' .. sku, digits(taken[sku])
  end
  put(campaign, fields)
end
