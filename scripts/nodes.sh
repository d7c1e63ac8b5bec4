# How scripts run several nodes on the same stores; sourced by them after serving.sh.
#
# Usage: start_node DIRECTORY JAVA_OPTION [FLAG...]; share_stores DIRECTORY; start_node ...

# Starts a node with a directory of its own. Sets engine_pid, public_url and ops_url; its words go to DIRECTORY/engine.log.
start_node() {
  local directory="$1" option="$2"
  shift 2
  mkdir -p "$directory"
  rm -f "$directory/ports.json"
  "$java" "$option" -jar "$jar" serve --data-dir "$directory" --http-port 0 --ops-port 0 "$@" >"$directory/engine.log" 2>&1 &
  engine_pid=$!
  await_file "$directory/ports.json" "$engine_pid" "$directory/engine.log"
  STAMPEDE_DATA_DIR="$directory" find_engine
}

# Lets the nodes that start from now on join the stores, and take the secret, of the engine on DIRECTORY.
share_stores() {
  local ports
  ports="$(<"$1/ports.json")"
  [[ "$ports" =~ \"redisUrl\":\ *\"([^\"]+)\" ]] && export STAMPEDE_REDIS_URL="${BASH_REMATCH[1]}" &&
    [[ "$ports" =~ \"postgresUrl\":\ *\"([^\"]+)\" ]] && export STAMPEDE_POSTGRES_URL="${BASH_REMATCH[1]}" ||
    fail "$1/ports.json is damaged"
  export STAMPEDE_JWT_SECRET_FILE="$1/jwt-secret" STAMPEDE_HTTP_HOST=127.0.0.1
  export STAMPEDE_DEMO_LOGIN=true STAMPEDE_SELF_APPROVAL=true
}
