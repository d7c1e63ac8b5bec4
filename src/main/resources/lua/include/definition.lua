-- The campaign as a batch of takes sees it, with the counts of these offers.
local function definition(campaign, skus)
  local asked, names = {}, {
    'fence', 'generation', 'sequence', 'batch', 'revision', 'gate', 'opensAt', 'closesAt', 'shopperLimit', 'stockVersion'}
  for _, sku in ipairs(skus) do
    if not asked[sku] then
      asked[sku], names[#names + 1], names[#names + 2] = true, 'left:' .. sku, 'taken:' .. sku
    end
  end
  return sheet(campaign, names)
end

-- Refuses a batch whole that was decided on an older definition.
local function stale(revision, current)
  if tonumber(revision) < tonumber(current) then return {'STALE_SNAPSHOT', current} end
  return nil
end
