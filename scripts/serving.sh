# How scripts run an engine of their own, with stores of its own; sourced by them after engine.sh.
#
# Usage: start_engine DIRECTORY [JAVA_OPTION...]; …; end_processes PID...
# Sets engine_pid, and public_url and ops_url with it. The engine's words go to DIRECTORY/engine.log.
start_engine() {
  local directory="$1"
  shift
  mkdir -p "$directory"
  export STAMPEDE_DATA_DIR="$directory/data"
  unset STAMPEDE_REDIS_URL STAMPEDE_POSTGRES_URL STAMPEDE_JWT_SECRET
  "$java" "$@" -jar "$jar" serve --data-dir "$directory/data" --http-port 0 --ops-port 0 >"$directory/engine.log" 2>&1 &
  engine_pid=$!
  await_file "$directory/data/ports.json" "$engine_pid" "$directory/engine.log"
  find_engine
}

# Waits until FILE is there, written by PID, whose words are in LOG.
await_file() {
  local tries
  for ((tries = 0; tries < 1200; tries++)); do
    [[ ! -s "$1" ]] || return 0
    kill -0 "$2" 2>/dev/null || fail "a server ended: $(tail -n 3 "$3")"
    sleep 0.1
  done
  fail "a server did not start within two minutes; see $3"
}

# Ends the processes that were started, in that order, and waits for each.
end_processes() {
  local pid
  for pid in "$@"; do
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
}
