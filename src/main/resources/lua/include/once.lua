-- What an earlier accepted request under the same key means for this one: a replay, or a mismatch.
local function once(earlier, fingerprint)
  local print, outcome, generation, sequence = string.match(earlier, '^(%x+) (%w+) (%d+) (%d+)$')
  if print ~= fingerprint then return 'IDEMPOTENCY_MISMATCH' end
  return 'REPLAY:' .. outcome .. ':' .. generation .. ':' .. sequence
end
