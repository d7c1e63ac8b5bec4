-- So many more, or fewer, in a count that is kept as text.
local function count(counts, name, more)
  counts[name] = digits(tonumber(counts[name] or 0) + more)
end
