# How scripts/load sends a crowd and tidies up; sourced by it after serving.sh.
#
# Usage: send_crowd SIMULATION; clean_up
work="" engine_pid="" driver_pid=""

# Sends one crowd, and keeps its figures.
send_crowd() {
  local status=0
  mvn -q -B -ntp -f "$root/load-tests/pom.xml" gatling:test -Dspotless.check.skip "-Dgatling.simulationClass=dev.stampede.load.$1" \
    "-Durl=$public_url" "-DopsUrl=$ops_url" "-Djar=$jar" "-Dcontract=$root/src/main/resources/openapi.yaml" \
    "-Dfigures=$root/target/load/$1.json" ${options[@]+"${options[@]}"} &
  driver_pid=$!
  wait "$driver_pid" || status=$?
  driver_pid=""
  [[ ! -f "$root/target/load/$1.json" ]] || cp "$root/target/load/$1.json" "$root/target/load.json"
  return "$status"
}

clean_up() {
  end_processes $driver_pid $engine_pid
  [[ -z "$work" ]] || { cp "$work/engine.log" "$root/target/load/" 2>/dev/null; rm -rf "$work"; }
}
