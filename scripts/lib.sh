# What the scripts share; sourced by them, does nothing by itself.
#
# Usage: source scripts/lib.sh
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
jar="$root/target/stampede.jar"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"

fail() {
  echo "$(basename "$0"): $1" >&2
  exit "${2:-1}"
}

# Prints the header of the script and ends when the first argument asks for it.
help_if_asked() {
  [[ "${1:-}" != --help && "${1:-}" != -h ]] || { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"; exit 0; }
}

check_java() {
  local version
  command -v "$java" >/dev/null || fail "no java at '$java'; install JDK 17 or newer, or set JAVA_HOME" 2
  version="$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)"
  [[ "${version:-0}" -ge 17 ]] || fail "'$java' is Java ${version:-unknown}; 17 or newer is needed (set JAVA_HOME)" 2
}

# Builds the jar when it is missing or older than what it is made of. All output goes to standard error.
build_jar() {
  check_java
  if [[ -f "$jar" && -z "$(find "$root/src/main" "$root/pom.xml" -newer "$jar" -print -quit)" ]]; then return; fi
  command -v mvn >/dev/null || fail "no mvn; install Maven 3.8 or newer" 2
  echo "building target/stampede.jar (a minute the first time) ..." >&2
  mvn -q -B -ntp -f "$root/pom.xml" -Dmaven.test.skip=true -Dspotless.check.skip package >&2 || fail "the build failed"
}

run_jar() {
  build_jar
  exec "$java" -jar "$jar" "$@"
}
