#!/bin/sh
# Runs one server for as long as the engine that started it holds our stdin open.
# When stdin ends, the server gets SIGNAL, and SIGKILL if it is still there LIMIT seconds later.
#
# Usage: keep.sh SIGNAL LIMIT PID_FILE LOG COMMAND [ARGUMENT...]
# Prints the server's process id and keeps it in PID_FILE; exits with the server's status.
set -u
signal=$1 limit=$2 pid_file=$3 log=$4
shift 4
trap '' HUP INT
exec 3<&0 </dev/null

"$@" >>"$log" 2>&1 3<&- &
server=$!

# Stands before anything that can fail: if this shell is killed, the watcher still ends the server.
(
  read -r _ <&3
  trap '' TERM
  kill -s "$signal" "$server"
  tenths=$((limit * 10))
  while [ "$tenths" -gt 0 ] && kill -0 "$server"; do
    sleep 0.1 || sleep 1
    tenths=$((tenths - 1))
  done
  kill -s KILL "$server"
) >/dev/null 2>&1 &
watcher=$!
exec 3<&-

echo "$server" >"$pid_file"
echo "$server"
exec >/dev/null 2>&1

wait "$server"
status=$?
kill "$watcher"
wait "$watcher"
exit "$status"
