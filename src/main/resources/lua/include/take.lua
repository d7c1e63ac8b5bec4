-- The fields of its campaign that a batch of takes looks at, with the counts of these offers.
local function take_fields(skus)
  local asked, names = {}, {
    'fence', 'generation', 'sequence', 'batch', 'revision', 'gate', 'opensAt', 'closesAt', 'shopperLimit', 'stockVersion'}
  for _, sku in ipairs(skus) do
    if not asked[sku] then
      asked[sku], names[#names + 1], names[#names + 2] = true, 'left:' .. sku, 'taken:' .. sku
    end
  end
  return names
end

-- Why the batch is refused whole, or nothing: its campaign does not stand, or it was decided on an older definition.
local function refused_whole(c, now, generation, revision, settled_through, not_after)
  local refused = stands(c, generation) or barred(c.sequence, settled_through, now, not_after)
  if refused then return refused end
  if tonumber(revision) < tonumber(c.revision) then return {'STALE_SNAPSHOT', c.revision} end
  return nil
end
