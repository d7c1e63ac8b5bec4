-- A whole number as text. Lua's own conversion rounds to 14 digits.
local function digits(number)
  return string.format('%.0f', number)
end
