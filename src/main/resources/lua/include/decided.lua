-- An outcome with what the script decided as its last members: names and JSON values in turn.
local function decided(payload, ...)
  local members = {string.sub(payload, 1, -2)}
  local named = {...}
  for i = 1, #named, 2 do
    members[#members + 1] = '"' .. named[i] .. '":' .. named[i + 1]
  end
  return table.concat(members, ',') .. '}'
end
