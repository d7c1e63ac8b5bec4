-- The word for every new request while the campaign sells nothing, or nothing while it does.
-- windows is 'from-to,from-to' in milliseconds, half open; empty means always.
local function shut(gate, opens_at, closes_at, windows, now)
  if gate == 'closed' then return 'ENDED' end
  if now < opens_at then return 'NOT_STARTED' end
  if now >= closes_at then return 'ENDED' end
  if gate == 'paused' then return 'PAUSED' end
  if windows == '' then return nil end
  for from, to in string.gmatch(windows, '(%d+)-(%d+)') do
    if now >= tonumber(from) and now < tonumber(to) then return nil end
  end
  return 'OUTSIDE'
end
