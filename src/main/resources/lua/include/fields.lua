-- Adds the names of these fields of a formation.
local function add_fields(names, formation, ...)
  for _, field in ipairs({...}) do
    names[#names + 1] = field .. ':' .. formation
  end
end
