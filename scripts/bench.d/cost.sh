# What a request costs each process; sourced by scripts/bench after proc.sh and rows.sh. Without /proc nothing is told.
#
# Usage: begin_cost ROW; …; end_cost ROW; print_costs; cost_json ROW
paying=(server redis postgres)
declare -A spent=()

# Keeps in mind what the processes had used before a ROW.
begin_cost() {
  has_proc || return 0
  local name
  read_spent "$1"
  for name in "${paying[@]}"; do spent[before_$name]="${spent[$name]}"; done
}

# Adds a line to costs.txt: row, microseconds a request of driver, server, redis and postgres. What the row left to be
# settled counts too, so that comes first.
end_cost() {
  has_proc || return 0
  is_bare "$1" || await_settled
  read_spent "$1"
  local name line="$1 $driver_ticks"
  for name in "${paying[@]}"; do line+=" $((${spent[$name]} - ${spent[before_$name]}))"; done
  awk -v "line=$line" -v "hz=$(getconf CLK_TCK)" -v "n=$requests" 'BEGIN {
    split(line, v, " ")
    printf "%s", v[1]
    for (i = 2; i <= 5; i++) printf " %.2f", n ? v[i] * 1000000 / hz / n : 0
    print ""
  }' >>"$work/costs.txt"
}

# The server of a bare ROW is the yardstick.
read_spent() {
  local postmaster server="$engine_pid"
  ! is_bare "$1" || server="$yardstick_pid"
  own_ticks "$server" && spent[server]="$ticks"
  own_ticks "$(<"$work/data/redis.pid")" && spent[redis]="$ticks"
  read -r postmaster <"$work/data/postgres.pid"
  with_children "$postmaster"
  spent[postgres]="$ticks"
}

# Waits until the engine has nothing left to settle.
await_settled() {
  local tries
  for ((tries = 0; tries < 600; tries++)); do
    [[ "$(curl -sS --max-time 10 "$ops_url/metrics")" != *$'\n'"stampede_unsettled_age_seconds 0.0"* ]] || return 0
    sleep 0.1
  done
  fail "after a minute the engine still has orders to settle"
}

# The medians of a ROW: "DRIVER SERVER REDIS POSTGRES".
cost_of() {
  local n
  for n in 2 3 4 5; do
    awk -v "row=$1" -v "n=$n" '$1 == row { print $n }' "$work/costs.txt" | spread | awk '{ printf "%.1f ", $1 }'
  done
}

print_costs() {
  local row
  has_proc || { echo "no cost of a request: it takes the /proc of Linux"; return; }
  printf '\n%-9s %8s %8s %8s %8s %8s %9s   (microseconds of a processor a request)\n' row driver server redis postgres together 'B by cost'
  for row in "${rows[@]}"; do
    printf '%s %s %s\n' "$row" "${bare[$row]}" "$(cost_of "$row")"
  done | awk '{ all[$1] = $3 + $4 + $5 + $6
    printf "%-9s %8.1f %8.1f %8.1f %8.1f %8.1f %9.2f\n", $1, $3, $4, $5, $6, all[$1], all[$2] / all[$1] }'
}

# The medians of a ROW as the value of a JSON member.
cost_json() {
  if has_proc; then
    cost_of "$1" | awk '{ printf "{\"driver\":%s,\"server\":%s,\"redis\":%s,\"postgres\":%s}", $1, $2, $3, $4 }'
  else
    printf null
  fi
}
