# Starts and ends what scripts/bench measures; sourced by it after serving.sh and programs.sh.
#
# Usage: start_servers; start_yardstick BYTES...; …; end_servers
work="$root/target/bench"
shoppers=10000
engine_pid="" yardstick_pid=""

# A fresh engine with stores of its own, tokens for its shoppers and operators, and the programs of bench.d.
start_servers() {
  rm -rf "$work" "$root/target/bench.json"
  start_engine "$work" -Xmx512m ${BENCH_JAVA_OPTIONS:-}
  "$java" -jar "$jar" token --role shopper --count "$shoppers" >"$work/tokens"
  operator="$(token operator,reviewer,auditor bench 1h)"
  compile_programs
}

# The bare server, with as many event loops as the engine has, and a port for each size of answer: BYTES...
# Sets yardstick_ports.
start_yardstick() {
  local loops
  loops="$(getconf _NPROCESSORS_ONLN)"
  "$java" -Xmx512m -cp "$work/classes:$jar" Yardstick "$((loops < 4 ? loops : 4))" "$work/yardstick" "$@" \
    >"$work/yardstick.log" 2>&1 &
  yardstick_pid=$!
  await_file "$work/yardstick" "$yardstick_pid" "$work/yardstick.log"
  mapfile -t yardstick_ports <"$work/yardstick"
}

# Ends what was started, the drivers first, and waits for it.
end_servers() {
  end_processes $driver_pid $program_pid $yardstick_pid $engine_pid
}
