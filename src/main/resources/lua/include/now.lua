-- Redis' own clock in milliseconds: the one clock of the cluster. Call it once a script, it moves in between.
local function redis_now()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end
