# The audit of scripts/bench; sourced by it after runs.sh.
#
# Usage: check_audit; audit_round ROUND
audit="not there" audit_took=0

# At the end of a ROUND. After the last one it comes after each row's last run; the others go without it when it takes long, for
# it reads every order each time.
audit_round() {
  if (($1 == rounds)) || [[ "$mode" == full && "$audit_took" -le 10 ]]; then check_audit; fi
}

# Asks for the audit until nothing moves; everything that the driver saw sold must be held in it.
check_audit() {
  local tries answer status id pattern began="$SECONDS"
  for ((tries = 0; tries < 20; tries++)); do
    answer="$(curl -sS --max-time 120 -w '\n%{http_code}' -H @<(printf 'Authorization: Bearer %s\n' "$operator") \
      "$ops_url/admin/v1/audit")"
    status="${answer##*$'\n'}" answer="${answer%$'\n'*}"
    [[ "$status" == 200 ]] || fail "the audit was answered with $status: $answer"
    [[ "$answer" == *'"moving":true'* ]] || break
  done
  if [[ "$answer" == *'"moving":true'* || ! "$answer" =~ ^\{\"ok\":true ]]; then
    printf '%s\n' "$answer" >"$work/audit.json"
    fail "the audit found something: see $work/audit.json"
  fi
  for id in "${!bought[@]}"; do
    pattern="\"id\":\"$id\"[^}]*\"held\":([0-9]+)"
    [[ "$answer" =~ $pattern ]] || fail "the audit does not know campaign $id"
    check_held "$id" "${BASH_REMATCH[1]}"
  done
  audit=ok audit_took=$((SECONDS - began))
  echo "audit ok after $audit_took s" >&2
}

# What was on its way when the driver stopped may be sold and unseen: CAMPAIGN HELD
check_held() {
  local seen="${bought[$1]}"
  (($2 >= seen && $2 <= seen + connections * ${runs_on[$1]:-0})) ||
    fail "the driver saw $seen units of campaign $1 sold, the audit holds $2"
}
