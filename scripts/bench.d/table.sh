# What scripts/bench prints and writes in the end; sourced by it after runs.sh.
#
# Usage: summarize
declare -A floor=([settled]=0.10 [refused]=0.35 [sold_out]=0.35)

# Median, least and greatest of the numbers on standard input.
spread() {
  sort -g | awk '{ v[NR] = $1 } END { print (NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2), v[1], v[NR] }'
}

# Column N of a ROW's runs.
column() {
  awk -v "row=$1" -v "n=$2" '$2 == row { print $n }' "$work/runs.txt"
}

# A ROW's pace as a share of B's in the same round.
shares() {
  awk -v "row=$1" '$2 == "B" { b[$1] = $3 } $2 == row { printf "%.3f\n", $3 / b[$1] }' "$work/runs.txt"
}

# Prints the table and the summary, writes target/bench.json, and ends with 1 when something is not as it must be.
summarize() {
  local row pace slow fast share low high p50 p99 wrong ok all=true json="" words=""
  printf '%-9s %24s  %19s  %7s %7s  %5s  %s\n' row 'requests/s' 'share of B' 'p50 ms' 'p99 ms' floor ''
  for row in "${rows[@]}"; do
    read -r pace slow fast < <(column "$row" 3 | spread)
    read -r share low high < <(shares "$row" | spread)
    p50="$(column "$row" 4 | spread | awk '{ printf "%.2f", $1 / 1000 }')"
    p99="$(column "$row" 5 | spread | awk '{ printf "%.2f", $1 / 1000 }')"
    wrong="$(column "$row" 6 | awk '{ n += $1 } END { print n }')"
    ok="$(awk -v "s=$share" -v "f=${floor[$row]:-0}" -v "w=$wrong" 'BEGIN { print (s >= f && w == 0) ? "true" : "false" }')"
    [[ "$ok" == true ]] || all=false
    printf '%-9s %8.0f (%6.0f-%6.0f)  %5.2f (%5.2f-%5.2f)  %7s %7s  %5s  %s\n' "$row" "$pace" "$slow" "$fast" "$share" \
      "$low" "$high" "$p50" "$p99" "${floor[$row]:--}" "$([[ "$ok" == true ]] && echo ok || echo "MISSED, $wrong wrong answers")"
    json+="$(printf '%s{"row":"%s","requestsPerSecond":{"median":%.0f,"min":%.0f,"max":%.0f},"share":{"median":%s,"min":%s,"max":%s},"p50Ms":%s,"p99Ms":%s,"floor":%s,"wrongAnswers":%s,"microsecondsPerRequest":%s,"ok":%s}' \
      "${json:+,}" "$row" "$pace" "$slow" "$fast" "$share" "$low" "$high" "$p50" "$p99" "${floor[$row]:-null}" "$wrong" "$(cost_json "$row")" "$ok")"
    [[ "$row" == B ]] || words+="$(printf '%s %.2f B (floor %s), ' "$row" "$share" "${floor[$row]}")"
  done
  printf '{"ok":%s,"audit":"%s","rounds":%s,"seconds":%s,"connections":%s,"processors":%s,"rows":[%s]}\n' "$all" "$audit" \
    "$rounds" "$seconds" "$connections" "$(getconf _NPROCESSORS_ONLN)" "$json" >"$root/target/bench.json"
  print_costs
  printf 'bench %s: %saudit: %s\n' "$([[ "$all" == true ]] && echo ok || echo failed)" "$words" "$audit"
  [[ "$all" == true ]]
}
