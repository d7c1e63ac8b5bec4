-- Why a batch is refused whole although its campaign stands: Redis went back in time, or the batch comes too late.
local function barred(sequence, settled_through, now, not_after)
  if tonumber(settled_through) > tonumber(sequence) then return {'ROLLED_BACK'} end
  if now > tonumber(not_after) then return {'TOO_LATE', digits(now)} end
  return nil
end
