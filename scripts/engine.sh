# How scripts talk to the running engine; sourced by them after lib.sh.
#
# Usage: find_engine; operations "$(token ROLE SUBJECT)" METHOD PATH BODY

# Sets public_url and ops_url from the ports.json of the data directory.
find_engine() {
  local data="${STAMPEDE_DATA_DIR:-$HOME/.local/share/stampede}" ports
  data="${data/#\~\//$HOME/}"
  [[ -r "$data/ports.json" ]] || fail "no engine runs on $data; start one with scripts/server, or set STAMPEDE_DATA_DIR"
  ports="$(<"$data/ports.json")"
  [[ "$ports" =~ \"http\":\ *([0-9]+) ]] || fail "$data/ports.json is damaged"
  public_url="http://127.0.0.1:${BASH_REMATCH[1]}"
  [[ "$ports" =~ \"ops\":\ *([0-9]+) ]] || fail "$data/ports.json is damaged"
  ops_url="http://${STAMPEDE_OPS_HOST:-127.0.0.1}:${BASH_REMATCH[1]}"
  curl -sS -o /dev/null --max-time 5 "$ops_url/health/live" 2>/dev/null ||
    fail "nothing answers at $ops_url; $data/ports.json was left by an engine that died. Start one with scripts/server"
}

# Prints a token for: ROLE SUBJECT
token() {
  "$java" -jar "$jar" token --role "$1" --subject "$2" --ttl 5m || fail "could not make a token"
}

# Prints the body of the answer, or ends with what the engine said. The token goes through a pipe: ps can't see it.
operations() {
  local token="$1" method="$2" path="$3" body="$4" answer status
  answer="$(curl -sS --max-time 10 -w '\n%{http_code}' -X "$method" -H 'Content-Type: application/json' \
    -H @<(printf 'Authorization: Bearer %s\n' "$token") -d "$body" "$ops_url$path")" || fail "no answer from $ops_url"
  status="${answer##*$'\n'}"
  [[ "$status" == 2?? ]] || fail "$method $path was answered with $status: ${answer%$'\n'*}"
  printf '%s\n' "${answer%$'\n'*}"
}

# RFC 3339 of an epoch second, with the date of GNU or of BSD.
utc() {
  date -u -d "@$1" +%Y-%m-%dT%H:%M:%S.000Z 2>/dev/null || date -u -r "$1" +%Y-%m-%dT%H:%M:%S.000Z
}
