# Starts and ends what scripts/bench measures; sourced by it after serving.sh and programs.sh.
#
# Usage: choose_redis; start_servers; start_yardstick BYTES...; …; end_servers
work="$root/target/bench"
shoppers=10000
engine_pid="" yardstick_pid="" redis=bundled

# Which Redis the engine runs: STAMPEDE_REDIS_SERVER's when it is set (the bundled one when it is set to nothing), else the
# redis-server of the search path when that is 7.0 to 7.2, else the bundled one. Sets redis to its version and whose it is.
choose_redis() {
  local program whose=PATH version
  program="${STAMPEDE_REDIS_SERVER-$(command -v redis-server || true)}"
  [[ -z "${STAMPEDE_REDIS_SERVER:-}" ]] || whose=STAMPEDE_REDIS_SERVER
  unset STAMPEDE_REDIS_SERVER
  redis=bundled
  [[ -n "$program" ]] || return 0
  version="$("$program" --version 2>&1 | sed -n 's/.*server v=\([0-9.]*\) .*/\1/p')" || true
  if [[ "$whose" == PATH && ! "$version" =~ ^7\.[0-2]\. ]]; then
    echo "$program is version ${version:-unknown}, not 7.0 to 7.2: the bundled Redis is measured" >&2
    return 0
  fi
  export STAMPEDE_REDIS_SERVER="$program"
  redis="${version:-unknown} $whose"
}

# A fresh engine with stores of its own, tokens for its shoppers and operators, and the programs of bench.d. Its heap and that of the
# bare server have one size from the start: what G1 has given back between two rows would have to be asked for again in the second.
start_servers() {
  rm -rf "$work" "$root/target/bench.json"
  start_engine "$work" -Xms512m -Xmx512m ${BENCH_JAVA_OPTIONS:-}
  "$java" -jar "$jar" token --role shopper --count "$shoppers" >"$work/tokens"
  operator="$(token operator,reviewer,auditor bench 1h)"
  compile_programs
}

# The bare server, with as many event loops as the engine has, and a port for each size of answer: BYTES...
# Sets yardstick_ports.
start_yardstick() {
  local loops
  loops="$(getconf _NPROCESSORS_ONLN)"
  "$java" -Xms512m -Xmx512m -cp "$work/classes:$jar" Yardstick "$((loops < 4 ? loops : 4))" "$work/yardstick" "$@" \
    >"$work/yardstick.log" 2>&1 &
  yardstick_pid=$!
  await_file "$work/yardstick" "$yardstick_pid" "$work/yardstick.log"
  mapfile -t yardstick_ports <"$work/yardstick"
}

# Ends what was started, the drivers first, and waits for it.
end_servers() {
  end_processes $driver_pid $program_pid $yardstick_pid $engine_pid
}
