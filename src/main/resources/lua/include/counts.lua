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
