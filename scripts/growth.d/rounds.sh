# The rounds of scripts/growth and what comes of them; sourced by it after engines.sh and wrk.sh.
#
# Usage: warm_up; rest; measure ROUND ROW; summarize
rows=(one campaigns orders teams spread)
engines=(one campaigns orders teams)
runs=0
declare -A floor=([campaigns]=0.90 [orders]=0.90 [teams]=0.90) idle=()

drive() {
  local engine="${1/spread/campaigns}"
  runs=$((runs + 1))
  run_wrk "${public[$1]}" "$2" "tokens=$work/tokens-$engine" "salt=run$runs" "path=${paths[$1]}" \
    'body={"sku":"item","quantity":1,"source":{"sharedBy":"friend-01"}}'
}

# The same work for each engine until its code is warm.
warm_up() {
  local row
  for row in "${rows[@]}"; do
    drive "$row" "$((seconds + 2))"
    printf '%-9s warm: %s purchases, %s refused\n' "$row" "$((requests - refusals))" "$refusals" >&2
  done
}

# What an engine alone uses while nobody buys, in per cent of a core; where there is no /proc nothing is told.
rest() {
  local row
  declare -A before=()
  has_proc || return 0
  for row in "${engines[@]}"; do own_ticks "${pid[$row]}" && before[$row]="$ticks"; done
  sleep 5
  for row in "${engines[@]}"; do
    own_ticks "${pid[$row]}"
    idle[$row]="$(awk -v "n=$((ticks - before[$row]))" -v "hz=$(getconf CLK_TCK)" 'BEGIN { printf "%.1f", n / hz / 5 * 100 }')"
  done
}

# Adds a line to runs.txt: round, row, purchases a second, answers that were not 201.
measure() {
  drive "$2" "$seconds"
  awk -v "n=$requests" -v "us=$micros" -v "head=$1 $2" -v "wrong=$((refusals + broken))" \
    'BEGIN { printf "%s %.0f %d\n", head, n * 1000000 / us, wrong }' >>"$work/runs.txt"
  printf 'round %s/%s  %s\n' "$1" "$rounds" "$(tail -n 1 "$work/runs.txt" | cut -d ' ' -f 2-)" >&2
}

# Median, least and greatest of the numbers on standard input.
spread() {
  sort -g | awk '{ v[NR] = $1 } END { print (NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2), v[1], v[NR] }'
}

summarize() {
  local row pace slow fast share low high wrong ok all=true json=""
  printf '%-9s %26s  %20s  %5s  %6s\n' row 'purchases/s' 'share of one' floor 'idle %'
  for row in "${rows[@]}"; do
    read -r pace slow fast < <(awk -v "r=$row" '$2 == r { print $3 }' "$work/runs.txt" | spread)
    read -r share low high < <(awk -v "r=$row" '$2 == "one" { b[$1] = $3 } $2 == r { print $3 / b[$1] }' "$work/runs.txt" | spread)
    wrong="$(awk -v "r=$row" '$2 == r { n += $4 } END { print n }' "$work/runs.txt")"
    ok="$(awk -v "s=$share" -v "f=${floor[$row]:-0}" -v "w=$wrong" 'BEGIN { print (s >= f && w == 0) ? "true" : "false" }')"
    [[ "$ok" == true ]] || all=false
    printf '%-9s %8.0f (%6.0f to %6.0f)  %5.2f (%.2f to %.2f)  %5s  %6s  %s\n' "$row" "$pace" "$slow" "$fast" "$share" "$low" \
      "$high" "${floor[$row]:--}" "${idle[$row]:--}" "$([[ "$ok" == true ]] && echo ok || echo "MISSED, $wrong wrong answers")"
    json+="$(printf '%s{"row":"%s","purchasesPerSecond":{"median":%.0f,"min":%.0f,"max":%.0f},"share":{"median":%.3f,"min":%.3f,"max":%.3f},"floor":%s,"idlePercent":%s,"wrongAnswers":%s,"ok":%s}' \
      "${json:+,}" "$row" "$pace" "$slow" "$fast" "$share" "$low" "$high" "${floor[$row]:-null}" "${idle[$row]:-null}" "$wrong" "$ok")"
  done
  printf '{"ok":%s,"campaigns":%s,"pastOrders":%s,"openTeams":%s,"rounds":%s,"seconds":%s,"processors":%s,"rows":[%s]}\n' "$all" "$campaigns" \
    "$past_orders" "$many_teams" "$rounds" "$seconds" "$(getconf _NPROCESSORS_ONLN)" "$json" >"$root/target/growth.json"
  printf 'growth %s\n' "$([[ "$all" == true ]] && echo ok || echo failed)"
  [[ "$all" == true ]]
}
