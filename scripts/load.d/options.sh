# What scripts/load is told; sourced by it after lib.sh.
#
# Usage: read_options OPTION...
# Adds to options (what the crowd is told with -D) and simulations, and sets public_url and ops_url.

# Turns --team-size into teamSize.
property() {
  local name="${1#--}" word="" camel=""
  for word in ${name//-/ }; do camel+="${word^}"; done
  printf '%s' "${camel,}"
}

read_options() {
  while [[ $# -gt 0 ]]; do
    case "$1" in --allow-busy | --login) ;; --*) [[ $# -gt 1 && -n "$2" ]] || fail "$1 needs a value; see scripts/load --help" 2 ;; esac
    case "$1" in
      --users | --stock | --seconds | --lead | --rate | --p99 | --team-size | --team-seconds | --helpers | --chain-seconds)
        [[ "$2" =~ ^[1-9][0-9]*$ ]] || fail "$1 takes a whole number" 2
        options+=("-D$(property "$1")=$2"); shift 2 ;;
      --rehearsal)
        [[ "$2" =~ ^(0|[1-9][0-9]{0,2})$ ]] || fail "$1 takes a number of seconds" 2
        options+=("-Drehearsal=$2"); shift 2 ;;
      --payers | --viral)
        [[ "$2" =~ ^(0|[1-9][0-9]?|100)$ ]] || fail "$1 takes a number from 0 to 100" 2
        options+=("-D$(property "$1")=$2"); shift 2 ;;
      --connections)
        [[ "$2" == shared || "$2" == own ]] || fail "$1 takes shared or own" 2
        options+=("-Dconnections=$2"); shift 2 ;;
      --allow-busy) options+=(-DallowBusy=true); shift ;;
      --login) options+=(-Dtokens=login); shift ;;
      --url) public_url="$2"; shift 2 ;;
      --ops-url) ops_url="$2"; shift 2 ;;
      --*) fail "unknown option '$1'; see scripts/load --help" 2 ;;
      *) simulations+=("$1"); shift ;;
    esac
  done
}
