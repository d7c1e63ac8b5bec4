-- Whether the cut at that place takes a unit for the owner.
local function takes_unit(terms, position) return terms.holds_unit and position == terms.goal end

-- What was drawn for that place.
local function part(parts, position)
  local at = 0
  for text in string.gmatch(parts, '%d+') do
    at = at + 1
    if at == position then return tonumber(text) end
  end
end

-- What the helper at that place cuts, of so much that is left: the last one takes it all.
local function cut(terms, rest, parts, position, newcomer)
  local to_come = terms.goal - position
  if to_come == 0 then return rest end
  local wanted = part(parts, position)
  if newcomer == '1' then wanted = math.floor(wanted * terms.weight / 100) end
  local least, most = math.max(terms.min, rest - to_come * terms.max), math.min(terms.max, rest - to_come * terms.min)
  return math.min(math.max(wanted, least), most)
end
