-- Why no script but the reload's own may act on this campaign now, or nothing when it may.
-- A missing hash is a refusal, never a zero.
local function standing(campaign, generation)
  local fence, current = unpack(redis.call('HMGET', campaign, 'fence', 'generation'))
  if not fence and not current then return {'MISSING'} end
  if fence == '1' or not current then return {'FENCED'} end
  if current ~= generation then return {'STALE_GENERATION', current} end
  return nil
end
