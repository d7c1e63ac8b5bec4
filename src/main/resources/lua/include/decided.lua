-- An outcome with the members that the script decided as its last, and these members alone, for who sent the rest.
local function decided(payload, members)
  return string.sub(payload, 1, -2) .. ',' .. members .. '}', members
end
