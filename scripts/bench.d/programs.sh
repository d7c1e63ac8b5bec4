# The Java programs of bench.d; sourced by scripts/bench and scripts/growth after serving.sh and wrk.sh.
#
# Usage: compile_programs; run_java CLASS NAME=VALUE...
program_pid=""

compile_programs() {
  "${java}c" -J-XX:TieredStopAtLevel=1 -nowarn -cp "$jar" -d "$work/classes" "$root"/scripts/bench.d/*.java \
    2>"$work/javac.log" || fail "scripts/bench.d does not compile; see $work/javac.log"
}

# Runs one against the engine at $public_url, unless it is given another port, with what it prints in $work/program.txt. It lives
# for seconds, so the quick compiler alone serves it best.
run_java() {
  "$java" -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$work/classes:$jar" "$1" "connections=$connections" \
    "port=${public_url##*:}" "${@:2}" >"$work/program.txt" 2>"$work/program.log" &
  program_pid=$!
  wait "$program_pid" || fail "$1 failed: $(tail -n 3 "$work/program.txt" "$work/program.log")"
  program_pid=""
}
