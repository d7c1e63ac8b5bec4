-- Writes the pairs of a flat list into a hash; an empty list writes nothing.
local function put(hash, pairs)
  if #pairs > 0 then redis.call('HSET', hash, unpack(pairs)) end
end
