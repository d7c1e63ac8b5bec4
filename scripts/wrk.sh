# How scripts drive an engine with wrk; sourced by them after lib.sh and proc.sh.
#
# Usage: need_wrk; run_wrk URL SECONDS NAME=VALUE...
connections=128
driver_pid=""

need_wrk() {
  command -v wrk >/dev/null || fail "no wrk; install the package wrk (apt-get install wrk, or brew install wrk)" 2
}

# The names are those of bench.d/requests.lua. Leaves wrk's words in $work/wrk.txt and sets requests, micros, refusals,
# broken, p50, p99, next_start, statuses, and with /proc driver_ticks.
run_wrk() {
  local before=0
  ! has_proc || { ended_children $$ && before="$ticks"; }
  wrk -t2 "-c$connections" "-d${2}s" -s "$root/scripts/bench.d/requests.lua" "$1" -- "${@:3}" >"$work/wrk.txt" 2>&1 &
  driver_pid=$!
  wait "$driver_pid" || fail "wrk failed: $(tail -n 3 "$work/wrk.txt")"
  driver_pid=""
  ! has_proc || { ended_children $$ && driver_ticks=$((ticks - before)); }
  read -r requests micros refusals broken p50 p99 next_start statuses < <(sed -n 's/^BENCH //p' "$work/wrk.txt") ||
    fail "wrk said nothing: $(tail -n 3 "$work/wrk.txt")"
}
