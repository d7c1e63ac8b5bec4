# Starts and ends what scripts/bench measures; sourced by it after serving.sh and wrk.sh.
#
# Usage: start_servers; …; end_servers
work="$root/target/bench"
shoppers=10000
engine_pid="" yardstick_pid=""

# A fresh engine with stores of its own, and tokens for its shoppers and operators.
start_servers() {
  rm -rf "$work" "$root/target/bench.json"
  start_engine "$work" -Xmx512m ${BENCH_JAVA_OPTIONS:-}
  "$java" -jar "$jar" token --role shopper --count "$shoppers" >"$work/tokens"
  operator="$(token operator,reviewer,auditor bench 1h)"
}

# The bare server, with as many event loops as the engine has, answering as many bytes: BYTES
start_yardstick() {
  local loops
  loops="$(getconf _NPROCESSORS_ONLN)"
  "$java" -Xmx512m -cp "$jar" "$root/scripts/bench.d/Yardstick.java" "$((loops < 4 ? loops : 4))" "$1" "$work/yardstick" \
    >"$work/yardstick.log" 2>&1 &
  yardstick_pid=$!
  await_file "$work/yardstick" "$yardstick_pid" "$work/yardstick.log"
  yardstick_url="http://127.0.0.1:$(<"$work/yardstick")"
}

# Ends what was started, the driver first, and waits for it.
end_servers() {
  end_processes $driver_pid $yardstick_pid $engine_pid
}
