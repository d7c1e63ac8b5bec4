-- What is left of these offers, as a take's script answers it.
local function rest(c, skus)
  local left, told = {}, {}
  for _, sku in ipairs(skus) do
    if c['left:' .. sku] and not told[sku] then
      left[#left + 1], told[sku] = sku .. '=' .. text(c['left:' .. sku]), true
    end
  end
  return table.concat(left, ' ')
end

-- Writes what a batch of takes accepted, the outbox entry before all that `saves` write, and answers the batch.
local function accepted(outbox, generation, batch, settled_through, now, c, skus, words, payloads, decisions, saves)
  local previous, sequence = c.batch, '0'
  if #payloads > 0 then
    sequence = digits(tonumber(c.sequence) + 1)
    append(outbox, generation .. '-' .. sequence, batch, previous, now, table.concat(payloads, '\n'))
    c.sequence, c.batch = sequence, batch
    for _, save in ipairs(saves) do save() end
  end
  trim(outbox, generation, settled_through)
  return {'OK', digits(now), sequence, previous, text(c.stockVersion), table.concat(words, ' '), rest(c, skus),
    table.concat(decisions, '\n')}
end
