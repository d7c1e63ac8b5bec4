# Starts and ends what scripts/bench measures; sourced by it after lib.sh and engine.sh.
#
# Usage: start_servers; …; end_servers
work="$root/target/bench"
shoppers=10000
engine_pid="" yardstick_pid="" driver_pid=""

# A fresh engine with stores of its own, and tokens for its shoppers and operators.
start_servers() {
  rm -rf "$work" "$root/target/bench.json"
  mkdir -p "$work"
  export STAMPEDE_DATA_DIR="$work/data"
  unset STAMPEDE_REDIS_URL STAMPEDE_POSTGRES_URL STAMPEDE_JWT_SECRET
  "$java" -Xmx512m ${BENCH_JAVA_OPTIONS:-} -jar "$jar" serve --data-dir "$work/data" --http-port 0 --ops-port 0 \
    >"$work/engine.log" 2>&1 &
  engine_pid=$!
  await_file "$work/data/ports.json" "$engine_pid" "$work/engine.log"
  find_engine
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

# Waits until FILE is there, written by PID, whose words are in LOG.
await_file() {
  local tries
  for ((tries = 0; tries < 600; tries++)); do
    [[ ! -s "$1" ]] || return 0
    kill -0 "$2" 2>/dev/null || fail "a server ended: $(tail -n 3 "$3")"
    sleep 0.1
  done
  fail "a server did not start within a minute; see $3"
}

# Ends what was started, the driver first, and waits for it.
end_servers() {
  local pid
  for pid in $driver_pid $yardstick_pid $engine_pid; do
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
}
