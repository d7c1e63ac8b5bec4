# The rows of scripts/bench and their runs; sourced by it after servers.sh.
#
# Usage: open_sales; warm_up; measure ROUND ROW
rounds=5
rows=(B settled refused sold_out)
declare -A sale=() expected=([settled]=OK [refused]=LIMIT_REACHED [sold_out]=SOLD_OUT)
bought=0 runs=0 audit="not there"

# One sale a row, bought once by hand: that tells how long an answer is.
open_sales() {
  local opens
  opens=$(($(date +%s) - 1))
  sale[settled]="$(flash_sale "$operator" "$operator" Settled 10000000 990 1000 1000 "$opens")"
  sale[refused]="$(flash_sale "$operator" "$operator" Refused 1000000 990 1 1 "$opens")"
  sale[sold_out]="$(flash_sale "$operator" "$operator" "Sold out" 100 990 1000 1000 "$opens")"
  start_yardstick "$(curl -sS --retry 20 --retry-delay 1 --fail-with-body -X POST -H 'Content-Type: application/json' \
    -H @<(head -n 1 "$work/tokens" | sed 's/^/Authorization: Bearer /') -H 'Idempotency-Key: first-purchase' \
    -d '{"sku":"item","quantity":1,"source":{"sharedBy":"friend-01"}}' "$(url settled)" | wc -c)"
  bought=1
}

# Where a row's requests go.
url() {
  if [[ "$1" == B ]]; then echo "$yardstick_url/v1/bare"; else echo "$public_url/v1/campaigns/${sale[$1]}/actions/purchase"; fi
}

# Runs wrk on a ROW for SECONDS, [check]ing each status, and sets requests, micros, refusals, broken, p50, p99, statuses.
drive() {
  local target path
  target="$(url "$1")" path="/${target#http://*/}" runs=$((runs + 1))
  run_wrk "$target" "$work/tokens" "run$runs" "$path" "$2" ${3:-}
  [[ "$1" != settled ]] || bought=$((bought + requests - refusals))
}

# Runs each row until a run had only the expected answers, for every shopper at least twice: then its code is warm, every
# shopper of the refused row has bought, and the stock of the sold out one is gone.
warm_up() {
  local row tries
  for row in "${rows[@]}"; do
    for ((tries = 1; tries <= 6; tries++)); do
      drive "$row" $((3 * tries)) check
      printf '%-9s warm: %s\n' "$row" "$statuses" >&2
      ((requests < 2 * shoppers)) || [[ "$statuses" != "$(status "$row")=$requests" ]] || break
    done
  done
}

# The status of every answer of a row.
status() {
  if [[ "$1" == B || "$1" == settled ]]; then echo 201; else echo 409; fi
}

# Answered purchases by code, as the engine counts them: "CODE COUNT" a line.
outcomes() {
  curl -sS --max-time 10 "$ops_url/metrics" | sed -n 's/^stampede_outcomes_total{action="purchase",code="\([A-Z_]*\)"} /\1 /p'
}

# Measures one ROW in one ROUND and adds a line to runs.txt: round, row, requests a second, p50 and p99 in
# microseconds, answers that were not the expected ones. The audit is asked after every run, or after a row's last one.
measure() {
  local wrong before=""
  [[ "$2" == B ]] || before="$(outcomes)"
  begin_cost "$2"
  drive "$2" "$seconds"
  end_cost "$2"
  wrong=$((broken + ($(status "$2") < 400 ? refusals : requests - refusals)))
  if [[ "$2" != B ]]; then
    [[ "$audit_each" == row && "$1" -lt "$rounds" ]] || check_audit
    wrong=$((wrong + $(printf '%s\n-\n%s\n' "$before" "$(outcomes)" | miscounted "${expected[$2]}" "$requests")))
  fi
  awk -v "n=$requests" -v "us=$micros" -v "head=$1 $2" -v "tail=$p50 $p99 $wrong" \
    'BEGIN { printf "%s %.0f %s\n", head, n * 1000000 / us, tail }' >>"$work/runs.txt"
  printf 'round %s/%s  %s\n' "$1" "$rounds" "$(tail -n 1 "$work/runs.txt" | cut -d ' ' -f 2-)" >&2
}

# Reads outcomes before and after a run, and prints how many had another code than CODE, or were not counted at all of the
# REQUESTS that the driver saw answered.
miscounted() {
  awk -v "code=$1" -v "seen=$2" '
    $1 == "-" { after = 1; next }
    { delta[$1] += after ? $2 : -$2 }
    END {
      if (delta[code] < seen) { wrong = seen - delta[code]; print code, "only", delta[code], "of", seen >"/dev/stderr" }
      for (c in delta) if (c != code && delta[c] > 0) { wrong += delta[c]; print c, delta[c] >"/dev/stderr" }
      print wrong + 0
    }'
}

# Asks for the audit until nothing moves; everything that the driver saw sold must be held in it.
check_audit() {
  local tries answer status held pattern
  for ((tries = 0; tries < 20; tries++)); do
    answer="$(curl -sS --max-time 120 -w '\n%{http_code}' -H @<(printf 'Authorization: Bearer %s\n' "$operator") \
      "$ops_url/admin/v1/audit")"
    status="${answer##*$'\n'}" answer="${answer%$'\n'*}"
    if [[ "$status" == 404 ]]; then return; fi
    [[ "$status" == 200 ]] || fail "the audit was answered with $status: $answer"
    [[ "$answer" == *'"moving":true'* ]] || break
  done
  pattern="\"id\":\"${sale[settled]}\"[^}]*\"held\":([0-9]+)"
  if [[ "$answer" == *'"moving":true'* || ! "$answer" =~ ^\{\"ok\":true || ! "$answer" =~ $pattern ]]; then
    audit=violated
    printf '%s\n' "$answer" >"$work/audit.json"
    fail "the audit found something: see $work/audit.json"
  fi
  held="${BASH_REMATCH[1]}"
  ((held >= bought && held <= bought + connections * runs)) ||
    fail "the driver saw $bought purchases answered with 201, the audit holds $held"
  audit=ok
}
