-- Why no script but the reload's own may act now on the campaign of these fields, fence and generation among them, or nothing
-- when it may. A missing hash is a refusal, never a zero.
local function stands(c, generation)
  if not c.fence and not c.generation then return {'MISSING'} end
  if c.fence == '1' or not c.generation then return {'FENCED'} end
  if c.generation ~= generation then return {'STALE_GENERATION', c.generation} end
  return nil
end

-- The same of a campaign of which nothing else has to be read first.
local function standing(campaign, generation)
  local fence, current = unpack(redis.call('HMGET', campaign, 'fence', 'generation'))
  return stands({fence = fence, generation = current}, generation)
end
