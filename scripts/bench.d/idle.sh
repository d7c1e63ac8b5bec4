# What the engine uses while nobody asks it anything; sourced by scripts/bench after proc.sh and cost.sh.
#
# Usage: measure_idle; print_idle; idle_json
idle_seconds=20 idle_most=2
idle="" idle_redis="" idle_postgres="" idle_ok=true

# In per cent of a core, each process apart; the embedded stores are not judged.
measure_idle() {
  has_proc || return 0
  await_settled
  sleep 3
  local name
  read_spent engine
  declare -A before=()
  for name in "${paying[@]}"; do before[$name]="${spent[$name]}"; done
  sleep "$idle_seconds"
  read_spent engine
  idle="$(of_a_core server)" idle_redis="$(of_a_core redis)" idle_postgres="$(of_a_core postgres)"
  idle_ok="$(awk -v "used=$idle" -v "most=$idle_most" 'BEGIN { print used < most ? "true" : "false" }')"
}

of_a_core() {
  awk -v "n=$((${spent[$1]} - ${before[$1]}))" -v "hz=$(getconf CLK_TCK)" -v "s=$idle_seconds" 'BEGIN { printf "%.2f", n / hz / s * 100 }'
}

print_idle() {
  [[ -n "$idle" ]] || return 0
  printf '\nidle for %s s: engine %s %% of a core (less than %s: %s), redis %s %%, postgres %s %%\n' "$idle_seconds" "$idle" \
    "$idle_most" "$([[ "$idle_ok" == true ]] && echo ok || echo MISSED)" "$idle_redis" "$idle_postgres"
}

# As the value of a JSON member.
idle_json() {
  [[ -n "$idle" ]] || { printf null; return; }
  printf '{"seconds":%s,"enginePercent":%s,"redisPercent":%s,"postgresPercent":%s,"engineLimitPercent":%s,"ok":%s}' "$idle_seconds" \
    "$idle" "$idle_redis" "$idle_postgres" "$idle_most" "$idle_ok"
}
