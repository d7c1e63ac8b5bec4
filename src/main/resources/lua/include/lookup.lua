-- The fields of a hash that a batch touches, read at once: name to text, absent names left out.
local function lookup(hash, names)
  local found = {}
  if #names == 0 then return found end
  local values = redis.call('HMGET', hash, unpack(names))
  for i, name in ipairs(names) do
    if values[i] then found[name] = values[i] end
  end
  return found
end
