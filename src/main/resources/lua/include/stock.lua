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

-- Writes these counts.
local function put_counts(hash, counts)
  local fields, n = {}, 0
  for name, count in pairs(counts) do
    fields[n + 1], fields[n + 2], n = name, digits(count), n + 2
  end
  put(hash, fields)
end

-- What is left, as a take's script answers it.
local function told(left)
  local rest = {}
  for sku, units in pairs(left) do
    rest[#rest + 1] = sku .. '=' .. digits(units)
  end
  return table.concat(rest, ' ')
end
