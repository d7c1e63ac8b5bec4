-- The formations of these ids by id, each with these fields of it, all read at once; absent fields are left out.
local function formations_of(hash, ids, fields)
  local names, found, n = {}, {}, 0
  for _, id in ipairs(ids) do
    for _, field in ipairs(fields) do
      n = n + 1
      names[n] = field .. ':' .. id
    end
  end
  local values = redis.call('HMGET', hash, unpack(names))
  n = 0
  for _, id in ipairs(ids) do
    local one = {}
    for _, field in ipairs(fields) do
      n = n + 1
      one[field] = values[n] or nil
    end
    found[id] = one
  end
  return found
end
