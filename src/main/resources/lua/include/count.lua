-- So many more, or fewer, in a count, which is a number from then on.
local function count(counts, name, more)
  counts[name] = (tonumber(counts[name]) or 0) + more
end
