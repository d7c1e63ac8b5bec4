-- What wrk sends: purchases of distinct shoppers, each with its own Idempotency-Key.
-- Usage: wrk … -s scripts/bench.d/buy.lua URL -- TOKENS SALT PATH THREADS [check]
-- TOKENS is a file with a token a line; each thread takes every THREADS-th of them, in turn. PATH may be @FILE with a path
-- a line, which are then taken in turn too. SALT makes the keys of this run its own. With check the status of each answer is counted, which slows the driver down.
local threads = {}

function setup(thread)
  thread:set('place', #threads)
  thread:set('answered', {})
  threads[#threads + 1] = thread
end

function init(args)
  local body = '{"sku":"item","quantity":1,"source":{"sharedBy":"friend-01"}}'
  local count, line = tonumber(args[4]), 0
  local paths = {args[3]}
  if args[3]:sub(1, 1) == '@' then
    paths = {}
    for path in io.lines(args[3]:sub(2)) do paths[#paths + 1] = path end
  end
  heads, sent, tail = {}, 0, '\r\n\r\n' .. body
  for token in io.lines(args[1]) do
    if line % count == place then
      heads[#heads + 1] = 'POST ' .. paths[line % #paths + 1] .. ' HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n' ..
        'Content-Length: ' .. #body .. '\r\nAuthorization: Bearer ' .. token ..
        '\r\nIdempotency-Key: ' .. args[2] .. '-' .. place .. '-'
    end
    line = line + 1
  end
  if args[5] == 'check' then
    function response(status)
      answered['s' .. status] = (answered['s' .. status] or 0) + 1
    end
  end
end

function request()
  sent = sent + 1
  return heads[sent % #heads + 1] .. string.format('%08d', sent) .. tail
end

-- One line for the script that called: requests, microseconds, answers of 400 and more, broken sockets, p50 and p99 in
-- microseconds, then the counted statuses.
function done(summary, latency)
  local e = summary.errors
  local statuses = {}
  for _, thread in ipairs(threads) do
    for status, n in pairs(thread:get('answered')) do statuses[status] = (statuses[status] or 0) + n end
  end
  io.write(string.format('BENCH %d %d %d %d %d %d', summary.requests, summary.duration, e.status,
    e.connect + e.read + e.write + e.timeout, latency:percentile(50), latency:percentile(99)))
  for status, n in pairs(statuses) do io.write(' ', string.sub(status, 2), '=', n) end
  io.write('\n')
end
