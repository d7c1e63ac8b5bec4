# How long a request takes at half of a row's greatest pace; sourced by scripts/bench after runs.sh, table.sh and housekeeping.sh.
#
# Usage: measure_latencies; print_latencies; latency_json ROW
# Requests arrive at a constant rate, whatever became of those before, and each is timed from when it should have been sent. The
# bare rows have no limit: they tell what the machine itself adds.
latency_rows=(B_refusal refused sold_out B reserved settled assist join_team)
declare -A most_ms=([refused]=5 [sold_out]=5 [reserved]=10 [settled]=20 [assist]=20 [join_team]=20)
declare -A latency=() latency_ok=()

measure_latencies() {
  local row rate warm=4 during=5 answered wrong p50 p99 longest given
  rewrite_append_only_file
  for row in "${latency_rows[@]}"; do
    rate="$(column "$row" 3 | spread | awk '{ printf "%.0f", $1 / 2 }')"
    need_seats "$row" $((rate * (warm + during) + 1))
    given=()
    [[ -z "${opening[$row]:-}" ]] || given=("formations=$work/$row.ids" "start=${start_at[$row]}")
    # What nobody asks for the kernel writes out 30 s later, at one go, and commits wait for that.
    sync
    run_java Arrivals "port=$(port_of "$row")" "rate=$rate" "warm=$warm" "seconds=$during" "status=${status[$row]}" "tokens=$work/tokens" \
      "salt=arrive" "path=$(path_of "$row")" "body=${body[$row]}" "${given[@]}"
    read -r answered wrong p50 p99 longest next_start < <(sed -n 's/^ARRIVALS //p' "$work/program.txt")
    took_seats "$row" "$next_start"
    [[ "${status[$row]}" -ge 400 ]] || count_bought "$row" "$((answered - wrong))"
    await_settled
    latency[$row]="$rate $(awk -v "a=$p50" -v "b=$p99" -v "c=$longest" 'BEGIN { printf "%.2f %.2f %.2f", a / 1000, b / 1000, c / 1000 }') $wrong"
    latency_ok[$row]="$(awk -v "p=$p99" -v "most=${most_ms[$row]:-1000000}" -v "w=$wrong" 'BEGIN { print (p <= most * 1000 && w == 0) ? "true" : "false" }')"
    echo "latency $row ${latency[$row]}" >&2
  done
  check_audit
}

port_of() {
  local server
  server="$(server_of "$1")"
  echo "${server##*:}"
}

print_latencies() {
  local row rate p50 p99 longest wrong
  [[ "${#latency[@]}" -gt 0 ]] || return 0
  printf '\n%-9s %10s %8s %8s %8s %8s   (at half of the pace, constant arrivals, milliseconds from the intended start)\n' \
    row requests/s p50 p99 longest 'p99 max'
  for row in "${latency_rows[@]}"; do
    read -r rate p50 p99 longest wrong <<<"${latency[$row]}"
    printf '%-9s %10s %8s %8s %8s %8s   %s\n' "$row" "$rate" "$p50" "$p99" "$longest" "${most_ms[$row]:--}" \
      "$([[ "${latency_ok[$row]}" == true ]] && echo ok || echo "MISSED, $wrong wrong answers")"
  done
}

# Of a ROW as the value of a JSON member.
latency_json() {
  local rate p50 p99 longest wrong
  [[ -n "${latency[$1]:-}" ]] || { printf null; return; }
  read -r rate p50 p99 longest wrong <<<"${latency[$1]}"
  printf '{"requestsPerSecond":%s,"p50Ms":%s,"p99Ms":%s,"maxMs":%s,"p99LimitMs":%s,"wrongAnswers":%s,"ok":%s}' \
    "$rate" "$p50" "$p99" "$longest" "${most_ms[$1]:-null}" "$wrong" "${latency_ok[$1]}"
}
