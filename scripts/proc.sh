# What processes have used of the processors, from /proc; sourced by scripts after lib.sh. Nothing here starts a process, so
# that the reading does not count itself.
#
# Usage: has_proc; own_ticks PID; with_children PID; ended_children PID     each sets ticks, in units of CLK_TCK
has_proc() {
  [[ -r "/proc/$$/task/$$/children" ]]
}

# Of a process alone.
own_ticks() {
  read_stat "$1" && ticks=$((${stat[11]} + ${stat[12]}))
}

# Of the children of a process that ended and were waited for.
ended_children() {
  read_stat "$1" && ticks=$((${stat[13]} + ${stat[14]}))
}

# Of a process and all its children, ended or not.
with_children() {
  local child children sum
  own_ticks "$1" && sum="$ticks"
  ended_children "$1" && sum=$((sum + ticks))
  read -r -a children <"/proc/$1/task/$1/children" || true
  for child in "${children[@]}"; do
    if own_ticks "$child" 2>/dev/null; then sum=$((sum + ticks)); fi
  done
  ticks="$sum"
}

# The fields of a process or a thread from its state on: the name before it may hold spaces.
read_stat() {
  local line
  stat=()
  { read -r line <"/proc/$1/stat"; } 2>/dev/null || return 1
  read -r -a stat <<<"${line##*) }"
}
