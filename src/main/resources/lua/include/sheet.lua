-- A hash as the requests of a batch see it, one after the other: the named fields are read at once, changes are kept, and
-- `save` writes them all. A field set to false is taken out. Values are texts as they were read, numbers once counted.
local function sheet(hash, names)
  local found, changed = lookup(hash, names), {}
  local function save()
    local pairs_of, gone = {}, {}
    for name in pairs(changed) do
      if found[name] then
        pairs_of[#pairs_of + 1], pairs_of[#pairs_of + 2] = name, text(found[name])
      else
        gone[#gone + 1] = name
      end
    end
    put(hash, pairs_of)
    if #gone > 0 then redis.call('HDEL', hash, unpack(gone)) end
  end
  local function change(_, name, value) found[name], changed[name] = value or nil, true end
  return setmetatable({}, {__index = found, __newindex = change}), save
end
