# What rows at full pace leave the stores to do later; sourced by scripts/bench before latencies.sh.
#
# Usage: rewrite_append_only_file
# At 20,000 purchases a second minutes of housekeeping come together in seconds, and fall into whatever is measured then. Rows at
# half of the pace are timed when it is done.

# Redis rewrites its append-only file when it has doubled, from 512 MB on, which takes a core for some six seconds.
rewrite_append_only_file() {
  local tries
  ask_redis BGREWRITEAOF >/dev/null
  for ((tries = 0; tries < 600; tries++)); do
    [[ "$(ask_redis 'INFO persistence')" != *aof_rewrite_in_progress:0*aof_rewrite_scheduled:0* ]] || return 0
    sleep 0.1
  done
  fail "after a minute Redis still rewrites its append-only file"
}

# The answers of the engine's Redis to COMMAND, with what it says to a log-in and a farewell.
ask_redis() {
  local redis_socket
  [[ "$(<"$work/data/ports.json")" =~ redis://:([^@\"]+)@([0-9.]+):([0-9]+) ]] || fail "$work/data/ports.json names no Redis"
  exec {redis_socket}<>"/dev/tcp/${BASH_REMATCH[2]}/${BASH_REMATCH[3]}"
  printf 'AUTH %s\r\n%s\r\nQUIT\r\n' "${BASH_REMATCH[1]}" "$1" >&"$redis_socket"
  cat <&"$redis_socket"
  exec {redis_socket}>&-
}
