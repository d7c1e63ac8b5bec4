-- A whole number as text. Lua's own conversion rounds to 14 digits.
local function digits(number)
  return string.format('%.0f', number)
end

-- A value as text, whether it was read or counted.
local function text(value)
  return type(value) == 'number' and digits(value) or value
end
