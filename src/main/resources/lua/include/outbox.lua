-- Adds a batch of accepted outcomes to the outbox. It is the only write that can fail, so it goes before all others.
local function append(outbox, id, batch, previous, now, outcomes)
  redis.call('XADD', outbox, id, 'batch', batch, 'prev', previous, 'at', digits(now), 'outcomes', outcomes)
end

-- Forgets the entries that are settled; a stale value only forgets less.
local function trim(outbox, generation, settled_through)
  redis.call('XTRIM', outbox, 'MINID', generation .. '-' .. digits(tonumber(settled_through) + 1))
end
