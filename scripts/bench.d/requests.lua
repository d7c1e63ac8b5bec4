-- What wrk sends: requests of distinct shoppers, each with its own Idempotency-Key.
-- Usage: wrk … -s scripts/bench.d/requests.lua URL -- NAME=VALUE...
--   tokens=FILE      a token a line; each thread takes every second of them, in turn
--   salt=WORD        makes the keys of this run its own
--   path=PATH        or @FILE with a path a line, which are then taken in turn too
--   body=JSON        of a POST; without it the requests are GETs. A %s in it stands for a formation
--   formations=FILE  an id a line, opened by the shoppers in turn. No shopper gets one twice, or one of its own
--   start=N          how many requests of each thread were sent before to those formations
--   check=yes        the status of each answer is counted, which slows the driver down
local count, threads = 2, {}

function setup(thread)
  thread:set('place', #threads)
  thread:set('answered', {})
  threads[#threads + 1] = thread
end

-- Every second line of a file, from line FIRST on.
local function lines(file, first)
  local found, line = {}, 0
  for text in io.lines(file) do
    if line % count == first then found[#found + 1] = text end
    line = line + 1
  end
  return found
end

function init(args)
  local given = {}
  for _, arg in ipairs(args) do
    local name, value = arg:match('^(%w+)=(.*)$')
    given[name] = value
  end
  local paths = {given.path}
  if given.path:sub(1, 1) == '@' then
    paths = {}
    for path in io.lines(given.path:sub(2)) do paths[#paths + 1] = path end
  end
  local tokens = lines(given.tokens, place)
  heads, tails, sent = {}, {}, tonumber(given.start or 0)
  for i, token in ipairs(tokens) do
    heads[i] = (given.body and 'POST ' or 'GET ') .. paths[(i * count + place) % #paths + 1] ..
      ' HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ' .. token .. '\r\nIdempotency-Key: ' .. given.salt .. '-' .. place .. '-'
  end
  local formations = given.formations and lines(given.formations, (place + 1) % count) or {''}
  for i, formation in ipairs(formations) do
    local body = given.body and given.body:gsub('%%s', formation)
    tails[i] = body and '\r\nContent-Type: application/json\r\nContent-Length: ' .. #body .. '\r\n\r\n' .. body or '\r\n\r\n'
  end
  if given.check then
    function response(status)
      answered['s' .. status] = (answered['s' .. status] or 0) + 1
    end
  end
end

function request()
  local n = sent
  sent = sent + 1
  -- Each time all formations were taken, the next one comes first: that makes the pairs distinct.
  return heads[n % #heads + 1] .. string.format('%08d', n) .. tails[(n + math.floor(n / #tails)) % #tails + 1]
end

-- One line for the script that called: requests, microseconds, answers of 400 and more, broken sockets, p50 and p99 in
-- microseconds, where the next run starts, then the counted statuses.
function done(summary, latency)
  local e = summary.errors
  local statuses, most = {}, 0
  for _, thread in ipairs(threads) do
    most = math.max(most, thread:get('sent'))
    for status, n in pairs(thread:get('answered')) do statuses[status] = (statuses[status] or 0) + n end
  end
  io.write(string.format('BENCH %d %d %d %d %d %d %d', summary.requests, summary.duration, e.status,
    e.connect + e.read + e.write + e.timeout, latency:percentile(50), latency:percentile(99), most))
  for status, n in pairs(statuses) do io.write(' ', string.sub(status, 2), '=', n) end
  io.write('\n')
end
