# What scripts/bench prints and writes in the end; sourced by it after runs.sh.
#
# Usage: summarize
# The quick floors are a look: rounds of a second on a machine that others share, with code that is hardly warm.
declare -A full_floor=([settled]=0.20 [reserved]=0.45 [assist]=0.15 [join_team]=0.15 [refused]=0.50 [sold_out]=0.75 [campaign]=0.75)
declare -A quick_floor=([settled]=0.08 [reserved]=0.12 [assist]=0.04 [join_team]=0.04 [refused]=0.25 [sold_out]=0.25 [campaign]=0.25)

floor_of() {
  local -n floors="${mode}_floor"
  echo "${floors[$1]:-}"
}

# Median, least and greatest of the numbers on standard input.
spread() {
  sort -g | awk '{ v[NR] = $1 } END { print (NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2), v[1], v[NR] }'
}

# Column N of a ROW's runs.
column() {
  awk -v "row=$1" -v "n=$2" '$2 == row { print $n }' "$work/runs.txt"
}

# A ROW's pace as a share of its bare row's in the same round.
shares() {
  awk -v "row=$1" -v "bare=${bare[$1]}" '$2 == bare { b[$1] = $3 } $2 == row { printf "%.3f\n", $3 / b[$1] }' "$work/runs.txt"
}

# The figures of a ROW: "PACE SLOW FAST SHARE LOW HIGH P50 P99 WRONG OK", paces a second, times in milliseconds.
figures() {
  local share low high wrong
  read -r share low high < <(shares "$1" | spread)
  wrong="$(column "$1" 6 | awk '{ n += $1 } END { print n }')"
  printf '%s %s %s %s %s %s %s %s\n' "$(column "$1" 3 | spread)" "$share" "$low" "$high" \
    "$(column "$1" 4 | spread | awk '{ printf "%.2f", $1 / 1000 }')" "$(column "$1" 5 | spread | awk '{ printf "%.2f", $1 / 1000 }')" \
    "$wrong" "$(awk -v "s=$share" -v "f=$(floor_of "$1")" -v "w=$wrong" 'BEGIN { print (s >= f + 0 && w == 0) ? "true" : "false" }')"
}

# Prints the tables and the summary, writes target/bench.json, and ends with 1 when something is not as it must be.
summarize() {
  local row pace slow fast share low high p50 p99 wrong ok floor all=true json="" words=""
  printf '%-9s %24s  %19s  %7s %7s  %5s  %s\n' row 'requests/s' 'share of B' 'p50 ms' 'p99 ms' floor ''
  for row in "${rows[@]}"; do
    read -r pace slow fast share low high p50 p99 wrong ok < <(figures "$row")
    floor="$(floor_of "$row")"
    [[ "$ok" == true && "${latency_ok[$row]:-true}" == true ]] || all=false
    printf '%-9s %8.0f (%6.0f-%6.0f)  %5.2f (%5.2f-%5.2f)  %7s %7s  %5s  %s\n' "$row" "$pace" "$slow" "$fast" "$share" \
      "$low" "$high" "$p50" "$p99" "${floor:--}" "$([[ "$ok" == true ]] && echo ok || echo "MISSED, $wrong wrong answers")"
    json+="$(printf '%s{"row":"%s","requestsPerSecond":{"median":%.0f,"min":%.0f,"max":%.0f},"share":{"median":%s,"min":%s,"max":%s},"p50Ms":%s,"p99Ms":%s,"floor":%s,"wrongAnswers":%s,"microsecondsPerRequest":%s,"atHalfPace":%s,"ok":%s}' \
      "${json:+,}" "$row" "$pace" "$slow" "$fast" "$share" "$low" "$high" "$p50" "$p99" "${floor:-null}" "$wrong" "$(cost_json "$row")" "$(latency_json "$row")" "$ok")"
    is_bare "$row" || words+="$(printf '%s %.2f B (floor %s), ' "$row" "$share" "$floor")"
  done
  [[ "$idle_ok" == true ]] || all=false
  printf '{"ok":%s,"mode":"%s","audit":"%s","redis":"%s","rounds":%s,"seconds":%s,"connections":%s,"processors":%s,"idle":%s,"rows":[%s]}\n' \
    "$all" "$mode" "$audit" "$redis" "$rounds" "$seconds" "$connections" "$(getconf _NPROCESSORS_ONLN)" "$(idle_json)" "$json" >"$root/target/bench.json"
  print_costs
  print_latencies
  print_idle
  printf 'bench %s: %sredis: %s, audit: %s\n' "$([[ "$all" == true ]] && echo ok || echo failed)" "$words" "$redis" "$audit"
  [[ "$all" == true ]]
}
