# The runs of scripts/bench; sourced by it after rows.sh and formations.sh.
#
# Usage: warm_up; measure ROUND ROW
declare -A bought=() runs_on=() fastest=()
runs=0
warm_total=160 warm_blind=10 warm_compiling=10

# Runs wrk on a ROW for SECONDS, with more NAME=VALUEs, and sets what run_wrk sets. There must be room.
drive() {
  local row="$1" given=()
  [[ -z "${body[$row]:-}" ]] || given+=("body=${body[$row]}")
  [[ -z "${opening[$row]:-}" ]] || given+=("formations=$work/$row.ids" "start=${start_at[$row]}")
  runs=$((runs + 1))
  run_wrk "$(server_of "$row")" "$2" "tokens=$work/tokens" "salt=run$runs" "path=$(path_of "$row")" "${given[@]}" "${@:3}"
  took_seats "$row" "$next_start"
  count_bought "$row" $((requests - refusals))
  ((${fastest[$row]:-0} > requests / $2)) || fastest[$row]=$((requests / $2 + 1))
}

# Opens what a ROW needs for SECONDS, unless it is there. Before its first run nobody knows how fast a row is: then there are as
# many seats as a campaign can have.
make_room() {
  need_seats "$1" $((${fastest[$1]:-1} * ($2 + 1)))
}

# Keeps in mind how many units a ROW's campaign must have sold at least, and in how many runs.
count_bought() {
  case "$1" in settled | reserved | join_team) ;; *) return 0 ;; esac
  bought[${sale[$1]}]=$((${bought[${sale[$1]}]:-0} + $2))
  runs_on[${sale[$1]}]=$((${runs_on[${sale[$1]}]:-0} + 1))
}

# Runs each row until its server's compiler has little left to do, $warm_seconds at most, and all of them for $warm_total at
# most, but each once; after that the stock of the sold out one is gone too. Where the compiler's work is not told, a row gets
# $warm_blind.
warm_up() {
  local row server slice warm total=0 compiling
  slice=$((warm_seconds < 5 ? warm_seconds : 5))
  for row in "${rows[@]}"; do
    server="$engine_pid" warm=0 compiling=unknown
    ! is_bare "$row" || server="$yardstick_pid"
    ! has_proc || compiler_ticks "$server"
    until is_warm "$compiling"; do
      make_room "$row" "$slice"
      drive "$row" "$slice" check=yes
      warm=$((warm + slice)) total=$((total + slice))
      if has_proc; then
        compiler_ticks "$server"
        compiling=$((ticks * 100 / slice / $(getconf CLK_TCK)))
      fi
    done
    printf '%-9s warm after %s s, compiler at %s %% of a core: %s\n' "$row" "$warm" "$compiling" "$statuses" >&2
    is_bare "$row" || await_settled
  done
}

# Whether warm_up has warmed its row for long enough, when its compiler took so many per cent of a core in the last slice.
is_warm() {
  ((warm > 0)) || return 1
  ((warm + slice <= warm_seconds && total < warm_total)) || return 0
  if [[ "$1" == unknown ]]; then ((warm >= warm_blind)); else (($1 < warm_compiling)); fi
}

# Sets ticks to what the optimizing compiler of a JVM, by its PID, has used since this was asked the last time. Its threads come
# and go.
declare -A compiler=()
compiler_ticks() {
  local task name used sum=0
  for task in /proc/"$1"/task/*; do
    { read -r name <"$task/comm"; } 2>/dev/null || continue
    [[ "$name" == 'C2 Compiler'* ]] && read_stat "${task#/proc/}" || continue
    used=$((${stat[11]} + ${stat[12]}))
    sum=$((sum + used - ${compiler[$task]:-0})) compiler[$task]="$used"
  done
  ticks="$sum"
}

# Answered actions by action and code, as the engine counts them: "ACTION CODE COUNT" a line.
outcomes() {
  curl -sS --max-time 10 "$ops_url/metrics" |
    sed -n 's/^stampede_outcomes_total{action="\([a-z_]*\)",code="\([A-Z_]*\)"} /\1 \2 /p'
}

# Measures one ROW in one ROUND and adds a line to runs.txt: round, row, requests a second, p50 and p99 in
# microseconds, answers that were not the expected ones. The audit is asked at the end of a round.
measure() {
  local wrong before=""
  # What is opened for the row is no part of it.
  make_room "$2" "$seconds"
  [[ -z "${action[$2]:-}" ]] || before="$(outcomes)"
  begin_cost "$2"
  drive "$2" "$seconds"
  end_cost "$2"
  wrong=$((broken + (${status[$2]} < 400 ? refusals : requests - refusals)))
  if [[ -n "$before" ]]; then
    wrong=$((wrong + $(printf '%s\n-\n%s\n' "$before" "$(outcomes)" | miscounted "${action[$2]}" "${code[$2]}" "$requests")))
  fi
  awk -v "n=$requests" -v "us=$micros" -v "head=$1 $2" -v "tail=$p50 $p99 $wrong" \
    'BEGIN { printf "%s %.0f %s\n", head, n * 1000000 / us, tail }' >>"$work/runs.txt"
  printf 'round %s/%s  %s\n' "$1" "$rounds" "$(tail -n 1 "$work/runs.txt" | cut -d ' ' -f 2-)" >&2
  [[ "$2" != "${rows[-1]}" ]] || audit_round "$1"
}

# Reads outcomes before and after a run, and prints how many were no ACTION with that CODE, or were not counted at all of
# the REQUESTS that the driver saw answered.
miscounted() {
  awk -v "right=$1 $2" -v "seen=$3" '
    $1 == "-" { after = 1; next }
    { delta[$1 " " $2] += after ? $3 : -$3 }
    END {
      if (delta[right] < seen) { wrong = seen - delta[right]; print right, "only", delta[right], "of", seen >"/dev/stderr" }
      for (c in delta) if (c != right && delta[c] > 0) { wrong += delta[c]; print c, delta[c] >"/dev/stderr" }
      print wrong + 0
    }'
}
